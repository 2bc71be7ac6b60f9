import { expect, it } from "vitest";
import { inOrderOfHands, nextHand } from "./hands.ts";

const hand = (sid: string, hand: number | undefined) => ({ sid, hand });

it("a hand that goes up comes after all that are up", () => {
  expect(nextHand([])).toBe(1);
  expect(nextHand([hand("a", undefined), hand("b", 7), hand("c", 2)])).toBe(8);
});

it("whatever somebody says, there is a number that others take", () => {
  expect(nextHand([hand("a", 1_000_000)])).toBe(1_000_000);
});

it("the order is that of the numbers, and of the roster for two who were as fast", () => {
  const people = [hand("a", 4), hand("b", undefined), hand("c", 2), hand("d", 2), hand("x", 2)];
  const sids = (order: readonly string[]) => inOrderOfHands(people, order).map(({ sid }) => sid);
  expect(sids(["a", "b", "c", "d"])).toEqual(["c", "d", "x", "a"]);
  expect(sids(["d", "c", "b", "a"])).toEqual(["d", "c", "x", "a"]);
});
