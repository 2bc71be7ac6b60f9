// The page names each file of the client by its hash. That browsers refuse any other is
// integrity.e2e's.
import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";
import { expect, test } from "vitest";
import { integrity } from "./integrity.ts";

const code = {
  "assets/main-1.js": "import './ui-2.js';",
  "assets/ui-2.js": "import './words-4.js';",
  "assets/words-4.js": "export {};",
  "assets/rare-5.js": "import './shared-6.js'; import './words-4.js';", // while the program runs
  "assets/shared-6.js": "export {};",
};
const imports: Record<string, string[]> = {
  "assets/main-1.js": ["assets/ui-2.js", "assets/words-4.js"],
  "assets/ui-2.js": ["assets/words-4.js"],
  "assets/rare-5.js": ["assets/shared-6.js", "assets/words-4.js"],
};
const styles = { "assets/main-3.css": "a{}", "assets/rare-7.css": "b{}" };
const html = `<head>
    <script type="module" crossorigin src="/assets/main-1.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/main-3.css">
</head>`;

function built(): string {
  const bundle: Record<string, unknown> = {
    "index.html": { type: "asset", fileName: "index.html", source: html },
  };
  for (const [fileName, text] of Object.entries(code))
    bundle[fileName] = {
      type: "chunk",
      fileName,
      code: text,
      isEntry: fileName.includes("main"),
      imports: imports[fileName] ?? [],
      ...(fileName.includes("rare") && {
        viteMetadata: { importedCss: new Set(["assets/rare-7.css"]) },
      }),
      moduleIds: [`/any/src/ui/${fileName.replace(/assets\/|-.*/g, "")}.tsx`],
    };
  for (const [fileName, source] of Object.entries(styles))
    bundle[fileName] = { type: "asset", fileName, source };
  const plugin = integrity() as Plugin & {
    configResolved(config: { publicDir: string }): void;
    generateBundle: { handler(this: object, options: object, bundle: unknown): void };
  };
  plugin.configResolved({ publicDir: new URL("public", import.meta.url).pathname });
  const dynamicImporters = (id: string) => (id.endsWith("/rare.tsx") ? ["/any/src/ui/ui.tsx"] : []);
  const getModuleInfo = (id: string) => ({ dynamicImporters: dynamicImporters(id) });
  plugin.generateBundle.handler.call({ getModuleInfo }, {}, bundle);
  return (bundle["index.html"] as Rolldown.OutputAsset).source as string;
}

const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const { "assets/rare-5.js": _rare, "assets/shared-6.js": _shared, ...loaded } = code;
const { "assets/rare-7.css": _style, ...firstStyles } = styles;

test("every script and style sheet has its hash, and every module one in the import map before the first", () => {
  const page = built();
  const tags = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  expect(tags.sort()).toEqual(Object.keys({ ...loaded, ...firstStyles }).sort());
  for (const [name, text] of Object.entries({ ...loaded, ...firstStyles })) {
    const tag = [...page.matchAll(/<[^>]*>/g)].find(([tag]) => tag.includes(`"/${name}"`))?.[0];
    expect(tag).toContain(`integrity="${hash(text)}"`);
  }
  const [, map = "{}"] = /<script type="importmap">(.*?)<\/script>/s.exec(page) ?? [];
  const modules = Object.entries({ ...code, ...styles }).map(([name, text]) => [
    `/${name}`,
    hash(text),
  ]);
  expect(JSON.parse(map)).toEqual({ integrity: Object.fromEntries(modules) });
  expect(page.indexOf("importmap")).toBeLessThan(page.indexOf('type="module"'));
});

test("the page has each module as a script after those that it imports, and the program last", () => {
  const names = [...built().matchAll(/<script[^>]* src="\/assets\/(\w+)/g)].map(([, name]) => name);
  expect(names).toEqual(["words", "ui", "main"]);
});

test("the page names the files of what is imported later, without those that it starts with", () => {
  const [, chunks = ""] =
    /<script type="application\/json" id="chunks">(.*?)<\/script>/s.exec(built()) ?? [];
  expect(JSON.parse(chunks)).toEqual({
    "ui/rare": ["/assets/rare-7.css", "/assets/shared-6.js", "/assets/rare-5.js"],
  });
});
