// The screens that the page starts with find their words in first.*.ts: all others come later.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import * as first from "./first.en.ts";

const src = path.join(import.meta.dirname, "../..");

/** The modules that `name` imports, directly or by others, without types and what comes later. */
function startingWith(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(path.join(src, name), "utf8");
  for (const [, to = ""] of text.matchAll(/^import (?!type)(?:[^;"]*? from )?"(\.[^"]*\.tsx?)"/gm))
    startingWith(path.join(path.dirname(name), to), found);
  return found;
}

const modules = [...startingWith("main.ts")].filter((name) => name.startsWith("ui/"));
const source = modules.map((name) => readFileSync(path.join(src, name), "utf8")).join("\n");

test("no screen of a call is among them", () => {
  expect(modules).toContain("ui/screens/start.tsx");
  expect(modules.filter((name) => name.startsWith("ui/call/"))).toEqual([]);
});

test("each word that they name is there", () => {
  const keys = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key]) => key);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !Object.hasOwn(first.screens, key ?? ""))).toEqual([]);
  const starts = [...source.matchAll(/\bt\(`([a-z.-]+)\$\{/g)].map(([, start]) => start ?? "");
  const known = Object.keys(first.screens);
  expect(starts.filter((start) => !known.some((key) => key.startsWith(start)))).toEqual([]);
});

test("each action and title that they name is there", () => {
  const actions = [...source.matchAll(/\bactionText\("([^"]+)"/g)].map(([, key]) => key ?? "");
  expect(actions.filter((key) => !Object.hasOwn(first.problemActions, key))).toEqual([]);
});
