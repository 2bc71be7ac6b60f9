// @vitest-environment happy-dom
// A screen that is drawn before its words are loaded would lack them: what each needs stands in a
// part that is loaded with it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as desk from "./desk.en.ts";
import { en } from "./en.ts";
import { screens as first } from "./first.en.ts";
import * as stage from "./stage.en.ts";
import * as words from "./words.en.ts";

const sources = path.resolve(import.meta.dirname, "../..");

/** What it and what it imports says: the texts of all these files. */
function textsOf(...names: string[]): string[] {
  const texts = new Map<string, string>();
  const read = (file: string) => {
    if (texts.has(file) || !/\.tsx?$/.test(file) || file.includes("/i18n/")) return;
    const text = readFileSync(file, "utf8");
    texts.set(file, text);
    for (const [, from = ""] of text.matchAll(
      /^(?:import|export)\s(?!type\b)[^;]*?from\s+"(\.[^"]+)"/gms,
    ))
      read(path.join(path.dirname(file), from));
  };
  for (const name of names) read(path.join(sources, name));
  return [...texts.values()];
}

/** Its name stands there, or a name with a gap that it fills. */
function isUsed(key: string, texts: readonly string[]): boolean {
  return texts.some((text) => {
    if (text.includes(`"${key}"`)) return true;
    for (const [whole = ""] of text.matchAll(/`[a-z-]+\.[a-z.-]*\$\{[^`]*`/g)) {
      const [start = "", ...rest] = whole.slice(1, -1).split(/\$\{[^}]*\}/);
      if (key.startsWith(start) && key.endsWith(rest.at(-1) ?? "")) return true;
    }
    return false;
  });
}

const early = { ...first, ...words.screens };
const inside = ["main.ts", "ui/inside.tsx", "page/calling.ts", "ui/screens/checkdialog.tsx"];

test.each([
  ["before the call", early, inside],
  ["before the call, of a host", { ...early, ...desk.screens }, ["ui/desk.ts", ...inside]],
  ["in the call", { ...early, ...desk.screens, ...stage.screens }, ["ui/call/stage.tsx"]],
])("what is said %s is loaded by then", (_, loaded, names) => {
  const texts = textsOf(...names);
  const used = Object.keys(en).filter((key) => isUsed(key, texts));
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter((key) => !Object.hasOwn(loaded, key))).toEqual([]);
});
