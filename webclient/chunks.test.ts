// In which file a module is served.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chunkOf } from "./chunks.ts";

/** Who imports whom; what follows a "?" is imported while the program runs. */
const imports: Record<string, string[]> = {
  "/src/main.ts": ["/src/ui/app.tsx", "/src/crypto/link.ts"],
  "/src/ui/app.tsx": [
    "/node_modules/preact/p.js",
    "?/src/ui/inside.tsx",
    "?/src/ui/desk.ts",
    "?/src/ui/call/stage.tsx",
  ],
  "/src/ui/call/stage.tsx": [
    "/src/ui/parts/copy.tsx",
    "?/src/call/together/notes.ts",
    "?/src/ui/together/draw.tsx",
    "?/src/ui/together/notes.tsx",
    "?/src/media/recording/engine.ts",
    "?/src/call/recording/part.ts",
  ],
  "/src/ui/together/notes.tsx": ["/src/ui/together/panel.tsx"],
  "/src/call/together/notes.ts": ["/node_modules/yjs/y.js", "/src/call/together/json.ts"],
  "/src/crypto/link.ts": ["?/src/crypto/curves/noble.ts"],
  "/src/crypto/curves/noble.ts": ["/node_modules/@noble/hashes/sha2.js"],
  "/src/media/recording/engine.ts": [
    "/node_modules/@noble/hashes/sha2.js",
    "/src/crypto/consent.ts",
  ],
  "/src/ui/together/draw.tsx": [
    "/node_modules/yjs/y.js",
    "/src/ui/parts/copy.tsx",
    "/src/ui/together/panel.tsx",
    "/src/call/together/json.ts",
  ],
  "/src/call/recording/part.ts": ["/src/crypto/consent.ts"],
  "/src/ui/inside.tsx": [
    "/src/crypto/words.ts",
    "/src/ui/parts/dialog.tsx",
    "/src/ui/screens/lobby.tsx",
  ],
  "/src/ui/desk.ts": [
    "/src/ui/parts/copy.tsx",
    "/src/ui/parts/dialog.tsx",
    "/src/crypto/link.ts",
    "/src/crypto/words.ts",
  ],
};

function moduleOf(id: string) {
  const who = (name: string) => Object.keys(imports).filter((key) => imports[key]?.includes(name));
  return { isEntry: id === "/src/main.ts", importers: who(id), dynamicImporters: who(`?${id}`) };
}

test.each([
  ["/src/ui/app.tsx", "ui"],
  ["/src/crypto/link.ts", "crypto"],
  ["/node_modules/preact/p.js", "libraries"],
  ["/src/ui/parts/dialog.tsx", "door"],
  ["/src/crypto/words.ts", "door"],
  ["/src/ui/parts/copy.tsx", "shared"],
  ["/node_modules/yjs/y.js", "replica"],
  ["/src/call/together/json.ts", "together"],
  ["/src/ui/together/panel.tsx", "panels"],
  ["/src/crypto/consent.ts", "recording"],
  ["/node_modules/@noble/hashes/sha2.js", "hashes"],
  ["/src/call/together/notes.ts", undefined],
  ["/src/ui/screens/lobby.tsx", undefined],
  ["/src/ui/inside.tsx", undefined],
  ["/src/main.ts", undefined],
])("%s stands in %s", (id, name) => {
  expect(chunkOf(id, moduleOf)).toBe(name);
});

// A name without files would be imported with no hash, and so would what is asked for by no name.
test("what is loaded later is asked for by the name of a module, and all of it", () => {
  const folder = new URL("./src/", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing\//.test(name))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
  const named = sources
    .flatMap(({ text }) => [
      ...text.matchAll(/\b(?:loadModule|loadSurely|late)\(\s*"([\w/]+)"/g),
      ...text.matchAll(/const path = "([a-z]\w*\/[\w/]+)"/g),
    ])
    .map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(15);
  const places = [".ts", ".tsx", "/package.json"];
  const isThere = (name: string) =>
    places.some((end) => existsSync(new URL(`${name}${end}`, folder))) ||
    existsSync(new URL(`./node_modules/${name}/package.json`, import.meta.url));
  expect(named.filter((name) => !isThere(name))).toEqual([]);
  const imported = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/(?<!typeof )import\("(\.[^"]+)\.tsx?"\)/g)].map(([, path = ""]) =>
      new URL(path, new URL(name, folder)).href.slice(folder.href.length),
    ),
  );
  // Words are asked for by a name that is put together; the page itself has the hashes of crypto.
  const known = (path: string) => named.includes(path) || /^(crypto|ui\/i18n)\//.test(path);
  expect(imported.filter((path) => !known(path))).toEqual([]);
});
