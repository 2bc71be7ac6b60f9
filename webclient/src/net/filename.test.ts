import { expect, test } from "vitest";
import { always } from "../crypto/testing/random.ts";
import { isFileName, toFileName } from "./filename.ts";

test.each([
  "x",
  "Entwürfe.pdf",
  "a..b",
  "日本語.txt",
  "👩‍💻.png",
  "می‌خواهم.txt",
  "x (2).tar.gz",
  "ü".repeat(100),
  "-rf",
  "~",
  "%2e%2e",
])("%j is a name, and offered as it is", (name) => {
  expect([isFileName(name), toFileName(name)]).toEqual([true, name]);
});

test.each([
  ["", "file"],
  [".", "file"],
  ["..", "file"],
  [".bashrc", "bashrc"],
  ["a/../b", "a_.._b"],
  ["..\\x", "_x"],
  ["x.", "x"],
  ["x ", "x"],
  ["x\0.pdf", "x_.pdf"],
  ["x\n.pdf", "x_.pdf"],
  ["\u202egpj.exe", "_gpj.exe"],
  ["a\u2066b", "a_b"],
  ["zero\u200bwidth", "zero_width"],
  ["C:x", "C_x"],
  ["tag\u{e0041}", "tag_"],
  ["half\ud83d.txt", "half_.txt"],
  ["ü".repeat(101), "ü".repeat(100)],
  [`${"x".repeat(300)}.go`, `${"x".repeat(197)}.go`],
])("%j is no name, and offered as %j", (name, offered) => {
  expect([isFileName(name), toFileName(name)]).toEqual([false, offered]);
});

test("whatever a file is called here, it is offered under a name", () =>
  always(500, (random) => {
    const odd = ["/", "\\", ".", " ", "\0", "\u202e", "\ud800", "\udfff", "\u{e0001}", "\u061c"];
    const text = Array.from({ length: random.below(12) }, () => random.pick([...odd, random.text(40)])).join("");
    const name = toFileName(text);
    expect(isFileName(name)).toBe(true);
    expect(toFileName(name)).toBe(name);
  }));
