import { expect, it } from "vitest";
import { oneLine } from "./names.ts";

it.each([
  ["Anna Berg", "Anna Berg"],
  ["  Łukasz\n\tß 👩‍💻 ", "Łukasz ß 👩‍💻"],
  ["می\u200cخواهم", "می\u200cخواهم"],
  ["Anna\u202egnureiseB", "AnnagnureiseB"],
  ["\u2066Host\u2069\u200b\u0000\u009b31m", "Host31m"],
  ["An\u00adna\u2028Berg\ufeff", "Anna Berg"],
  ["\u200b\u2060", ""],
])("%j is shown as %j", (name, shown) => {
  expect(oneLine(name)).toBe(shown);
});
