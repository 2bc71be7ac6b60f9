import { expect, test } from "vitest";
import { always } from "../crypto/testing/random.ts";
import { isFileName, toFileName } from "./filename.ts";
import { fixtures } from "./testing/names.ts";

test.each(fixtures.fileNames)("%j is offered as %j", (name = "", offered = "") => {
  expect([isFileName(name), isFileName(offered), toFileName(name)]).toEqual([
    name === offered,
    true,
    offered,
  ]);
});

test.each([
  ["a/../b", "a_.._b"],
  ["half\ud83d.txt", "half_.txt"],
])("%j is no name, and offered as %j", (name, offered) => {
  expect([isFileName(name), toFileName(name)]).toEqual([false, offered]);
});

test("whatever a file is called here, it is offered under a name", () =>
  always(500, (random) => {
    const odd = [
      "/",
      "\\",
      ".",
      " ",
      "\0",
      "\u202e",
      "\ud800",
      "\udfff",
      "\u{e0001}",
      "\u061c",
      "\u3164",
      "\u200d",
    ];
    const text = Array.from({ length: random.integerBelow(12) }, () =>
      random.pickFrom([...odd, random.randomText(40)]),
    ).join("");
    const name = toFileName(text);
    expect(isFileName(name)).toBe(true);
    expect(toFileName(name)).toBe(name);
  }));
