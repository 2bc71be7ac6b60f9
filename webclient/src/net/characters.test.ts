import { readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import { always } from "../crypto/testing/random.ts";
import { isName, joining, space, toLine, toText, unseen } from "./characters.ts";
import { fixtures } from "./testing/names.ts";

test("the lists are those of the protocol", () => {
  const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
  const lists = /```characters\n([\s\S]*?)\n *```/.exec(text)?.[1]?.split("\n") ?? [];
  expect(lists.length).toBe(3);
  const classes: Record<string, string> = { unseen, joining, space };
  for (const list of lists) {
    const [name = "", ...ranges] = list.trim().split(/ +/);
    const listed = new Set<number>();
    for (const range of ranges) {
      const [from = 0, to = from] = range.split("-").map((hex) => Number.parseInt(hex, 16));
      for (let code = from; code <= to; code++) listed.add(code);
    }
    const is = new RegExp(`[${classes[name]}]`, "u");
    for (let code = 0; code <= 0x10ffff; code++) {
      if (is.test(String.fromCodePoint(code)) !== listed.has(code))
        throw new Error(`${name}: ${code.toString(16)}`);
    }
  }
});

it.each(fixtures.names)("%j is shown as %j", (text = "", line = "") => {
  expect(toLine(text)).toBe(line);
  expect([isName(text), isName(line)]).toEqual([text === line && text !== "", line !== ""]);
});

it.each(fixtures.texts)("%j is shown as the text %j", (text = "", shown) => {
  expect(toText(text)).toBe(shown);
});

test("a name has at most 80 characters, and no half ones", () => {
  expect(["𝄞".repeat(80), "x".repeat(81), "half\ud83d"].map(isName)).toEqual([true, false, false]);
});

test("what a line is made of makes the same line again", () =>
  always(2000, (random) => {
    const odd = [
      " ",
      "\u200d",
      "\u200c",
      "\ufe0f",
      "\u{e0100}",
      "\u202e",
      "\u3164",
      "👩",
      "ی",
      "a",
      "\ud800",
      "\u00a0",
    ];
    const line = toLine(
      Array.from({ length: random.integerBelow(10) }, () => random.pickFrom(odd)).join(""),
    );
    expect(toLine(line)).toBe(line);
  }));
