import { describe, expect, it } from "vitest";
import { always } from "../../../crypto/testing/random.ts";
import { editBetween, movedBy } from "./textedit.ts";

const applied = (text: string, { at, removed, inserted }: ReturnType<typeof editBetween>) =>
  text.slice(0, at) + inserted + text.slice(at + removed);

describe("what was typed", () => {
  it.each<[string, string, number, ReturnType<typeof editBetween>]>([
    ["a letter at the end", "ab", 2, { at: 1, removed: 0, inserted: "b" }],
    ["nothing", "a", 1, { at: 1, removed: 0, inserted: "" }],
    ["all of it is gone", "", 0, { at: 0, removed: 1, inserted: "" }],
  ])("is one edit: %s", (_, after, caret, edit) => {
    expect(editBetween("a", after, caret)).toEqual(edit);
  });

  it("is where the caret was, among equal letters", () => {
    expect(editBetween("aaa", "aaaa", 1)).toEqual({ at: 0, removed: 0, inserted: "a" });
    expect(editBetween("aaa", "aaaa", 3)).toEqual({ at: 2, removed: 0, inserted: "a" });
    expect(editBetween("aaa", "aa", 1)).toEqual({ at: 1, removed: 1, inserted: "" });
  });

  it("never cuts a character in two", () => {
    // Both have the same first half.
    expect(editBetween("😀", "😁")).toEqual({ at: 0, removed: 2, inserted: "😁" });
    // Both have the same second half.
    expect(editBetween("\u{1f600}", "\u{1fa00}")).toEqual({
      at: 0,
      removed: 2,
      inserted: "\u{1fa00}",
    });
  });

  it("makes the one of the other, whatever they are", async () => {
    await always(500, (random) => {
      const [before, after] = [random.randomText(12), random.randomText(12)];
      const edit = editBetween(before, after, random.integerBelow(after.length + 1));
      expect(applied(before, edit)).toBe(after);
      expect(edit.inserted).not.toMatch(/\p{Surrogate}/u);
    });
  });
});

describe("a place", () => {
  it.each([
    [0, 5, "stays before what comes behind it", [{ retain: 7 }, { insert: "abc" }]],
    [3, 5, "goes on by what comes before it", [{ retain: 2 }, { insert: "abc" }]],
    [-2, 5, "goes back by what is gone before it", [{ retain: 1 }, { delete: 2 }]],
    [-3, 5, "is where what is gone was, if it stood in it", [{ retain: 2 }, { delete: 9 }]],
    [0, 5, "stays when somebody writes at the same place", [{ retain: 5 }, { insert: "abc" }]],
    [1, 5, "follows several", [{ insert: "abc" }, { retain: 1 }, { delete: 2 }]],
  ])("is moved by %i from %i: it %s", (by, place, _, delta) => {
    expect(movedBy(place, delta)).toBe(place + by);
  });
});
