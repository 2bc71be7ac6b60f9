import { expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

it("gives a few at once, and then one each four seconds", () => {
  const allowance = new Allowance({ most: 6, oneMoreMs: 4000, leastPauseMs: 900 });
  const taken: number[] = [];
  for (let ms = 0; ms < 60_000; ms += 100) if (allowance.take(ms)) taken.push(ms);
  expect(taken.slice(0, 6)).toEqual([0, 900, 1800, 2700, 3600, 4500]);
  expect(taken.length).toBe(20);
  const pauses = taken.slice(8).map((ms, i) => ms - (taken[i + 7] ?? 0));
  expect(new Set(pauses)).toEqual(new Set([4000]));
});
