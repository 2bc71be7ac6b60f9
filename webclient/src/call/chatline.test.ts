import { expect, it } from "vitest";
import { type ChatLine, isOnDisk, isUnderWay, written } from "./chatline.ts";

it("counts the lines that are no longer kept, too", () => {
  const at = new Date(0);
  expect(written([])).toBe(0);
  expect(written([{ id: 41, name: "Anna Berg", text: "x", at } satisfies ChatLine])).toBe(42);
});

it("a file is under way until it has its end", () => {
  const all = [
    "reading",
    "offered",
    "running",
    "waiting",
    "done",
    "declined",
    "withdrawn",
  ] as const;
  expect(all.filter(isUnderWay)).toEqual(["reading", "offered", "running", "waiting"]);
  const ends = ["cut-off", "damaged", "unreadable", "no-room"] as const;
  expect(ends.filter(isUnderWay)).toEqual([]);
});

it("what a browser holds in memory is not on the disk", () => {
  expect([100 * 2 ** 20, 100 * 2 ** 20 + 1].map(isOnDisk)).toEqual([false, true]);
});
