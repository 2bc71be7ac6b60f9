import { expect, it } from "vitest";
import { always } from "../../../crypto/testing/random.ts";
import { dealtOut, fitting, moved, named, Places, replaced } from "./places.ts";

const two = [
  { name: "Red", sids: ["a", "b"] },
  { name: "Blue", sids: ["c"] },
];

it("who is in no group is in the main room, and so is who has gone back", () => {
  const places = new Places();
  places.noteReturned("b", 5); // before the word itself has come
  expect(places.placeOf("a")).toBeUndefined();
  places.takeWord({ epoch: 5, groups: two });
  expect(["a", "b", "c", "d"].map((sid) => places.placeOf(sid))).toEqual([
    ...[0, undefined, 1, undefined],
  ]);
  expect([places.areApart("a", "c"), places.areApart("b", "d")]).toEqual([true, false]);
  places.takeWord({ epoch: 6, groups: two });
  expect(places.placeOf("b")).toBe(0);
});

it("no word comes back, nor one as new as the last", () => {
  const places = new Places();
  expect(places.takeWord({ epoch: 5, groups: two })).toBe(true);
  for (const epoch of [5, 4, 1]) expect(places.takeWord({ epoch, groups: [] })).toBe(false);
  expect(places.groups).toBe(two);
});

it("whose time is up holds nobody, and the next one does", () => {
  const places = new Places();
  places.takeWord({ epoch: 5, groups: two, back: 30 });
  places.noteTimeUp();
  expect([places.groups, places.placeOf("a")]).toEqual([[], undefined]);
  places.takeWord({ epoch: 6, groups: two });
  expect(places.placeOf("a")).toBe(0);
});

it("people are moved, and take another's place", () => {
  expect(moved(two, "a", 1).map(({ sids }) => sids)).toEqual([["b"], ["c", "a"]]);
  expect(moved(two, "a", undefined).map(({ sids }) => sids)).toEqual([["b"], ["c"]]);
  expect(replaced(two, "b", "x").map(({ sids }) => sids)).toEqual([["a", "x"], ["c"]]);
});

it("those who have gone give way only to those who are here", () => {
  expect(fitting(two, () => false)).toBe(two);
  const full = [{ name: "Red", sids: ["a", "b", "c", "d", "e", "f", "g"] }];
  expect(fitting(full, (sid) => sid !== "b")[0]?.sids).toEqual(["a", "c", "d", "e", "f", "g"]);
});

it("groups have names of their own, which the protocol takes", () => {
  const names = ["Red", "", "Red", `a\n${"b".repeat(50)}`].map((name) => ({ name, sids: [] }));
  expect(named(names).map(({ name }) => name)).toEqual(["Red", "2", "3", `a ${"b".repeat(38)}`]);
});

it("people are dealt out evenly, and everybody once", () =>
  always(100, async (random) => {
    const sids = Array.from({ length: random.integerBelow(7) }, (_, n) => `${n}`);
    const count = 1 + random.integerBelow(4);
    const groups = dealtOut(sids, count, (below) => random.integerBelow(below));
    expect(groups.flat().sort()).toEqual(sids);
    const sizes = groups.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }));
