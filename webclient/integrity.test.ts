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
  "assets/notes-8.js": "import './shared-6.js'; import './yjs-9.js';", // made together
  "assets/yjs-9.js": "export {};",
};
const imports: Record<string, string[]> = {
  "assets/main-1.js": ["assets/ui-2.js", "assets/words-4.js"],
  "assets/ui-2.js": ["assets/words-4.js"],
  "assets/rare-5.js": ["assets/shared-6.js", "assets/words-4.js"],
  "assets/notes-8.js": ["assets/shared-6.js", "assets/yjs-9.js"],
};
const styles = { "assets/main-3.css": "a{}", "assets/rare-7.css": "b{}" };
const html = `<head>
    <script type="module" crossorigin src="/assets/main-1.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/main-3.css">
</head>`;

/** The page, and what else the build writes. */
function built(): { page: string; bundle: Record<string, Rolldown.OutputAsset> } {
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
      moduleIds: [
        `/any/src/ui/${fileName.replace(/assets\/|-.*/g, "").replace("notes", "together/notes")}.tsx`,
      ],
    };
  for (const [fileName, source] of Object.entries(styles))
    bundle[fileName] = { type: "asset", fileName, source };
  const plugin = integrity() as Plugin & {
    configResolved(config: { publicDir: string }): void;
    generateBundle: { handler(this: object, options: object, bundle: unknown): void };
  };
  plugin.configResolved({ publicDir: new URL("public", import.meta.url).pathname });
  const dynamicImporters = (id: string) =>
    /\/(rare|notes).tsx$/.test(id) ? ["/any/src/ui/ui.tsx"] : [];
  const getModuleInfo = (id: string) => ({ dynamicImporters: dynamicImporters(id) });
  const emitFile = (file: { fileName: string }) => {
    bundle[file.fileName] = file;
  };
  plugin.generateBundle.handler.call({ getModuleInfo, emitFile }, {}, bundle);
  const assets = bundle as Record<string, Rolldown.OutputAsset>;
  return { page: assets["index.html"]?.source as string, bundle: assets };
}

const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const { "assets/notes-8.js": notes, "assets/yjs-9.js": yjs, ...named } = code;
const { "assets/rare-5.js": _rare, "assets/shared-6.js": _shared, ...loaded } = named;
const { "assets/rare-7.css": _style, ...firstStyles } = styles;

test("every script and style sheet has its hash, and every module one in the import map before the first", () => {
  const { page, bundle } = built();
  const tags = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  expect(tags.sort()).toEqual(Object.keys({ ...loaded, ...firstStyles }).sort());
  for (const [name, text] of Object.entries({ ...loaded, ...firstStyles })) {
    const tag = [...page.matchAll(/<[^>]*>/g)].find(([tag]) => tag.includes(`"/${name}"`))?.[0];
    expect(tag).toContain(`integrity="${hash(text)}"`);
  }
  const [, map = "{}"] = /<script type="importmap">(.*?)<\/script>/s.exec(page) ?? [];
  const [list = ""] = Object.keys(bundle).filter((name) => name.endsWith(".json"));
  const listed = { [list]: String(bundle[list]?.source) };
  const modules = Object.entries({ ...named, ...styles, ...listed }).map(([name, text]) => [
    `/${name}`,
    hash(text),
  ]);
  expect(JSON.parse(map)).toEqual({ integrity: Object.fromEntries(modules) });
  expect(page.indexOf("importmap")).toBeLessThan(page.indexOf('type="module"'));
});

test("the page has each module as a script after those that it imports, and the program last", () => {
  const names = [...built().page.matchAll(/<script[^>]* src="\/assets\/(\w+)/g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(["words", "ui", "main"]);
});

test("the page names the files of what is imported later, without those that it starts with", () => {
  const { page, bundle } = built();
  const [, chunks = ""] =
    /<script type="application\/json" id="chunks">(.*?)<\/script>/s.exec(page) ?? [];
  const [list = ""] = Object.keys(bundle).filter((name) => name.endsWith(".json"));
  expect(JSON.parse(chunks)).toEqual({
    "ui/rare": ["/assets/rare-7.css", "/assets/shared-6.js", "/assets/rare-5.js"],
    later: [`/${list}`],
  });
});

test("what most never need, and nothing else, stands in a list that the page names", () => {
  const { page, bundle } = built();
  const [list = ""] = Object.keys(bundle).filter((name) => name.endsWith(".json"));
  expect(JSON.parse(String(bundle[list]?.source))).toEqual({
    chunks: {
      "ui/together/notes": ["/assets/shared-6.js", "/assets/yjs-9.js", "/assets/notes-8.js"],
    },
    integrity: { "/assets/notes-8.js": hash(notes), "/assets/yjs-9.js": hash(yjs) },
  });
  expect(page).not.toContain("notes-8");
});
