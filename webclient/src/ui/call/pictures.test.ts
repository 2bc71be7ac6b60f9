import { expect, it } from "vitest";
import { heightFor, ranksOf } from "./pictures.ts";

it("wants a picture as large as it is drawn, and one that is hardly larger than a step not in the next", () => {
  expect([0, 0.4, 60, 99, 100, 198, 350, 396, 400, 720, 2000].map(heightFor)).toEqual([
    ...[0, 0, 90, 90, 180, 180, 360, 360, 540, 720, 720],
  ]);
});

it("puts one above the others if it is alone in its size, and those below half of it last", () => {
  expect(ranksOf([300, 300, 280])).toEqual([1, 1, 1]);
  expect(ranksOf([700, 120, 0])).toEqual([2, 0, 0]);
  expect(ranksOf([700, 700, 120])).toEqual([1, 1, 0]);
  expect(ranksOf([700])).toEqual([1]);
  expect(ranksOf([700, 0])).toEqual([1, 0]);
  expect(ranksOf([])).toEqual([]);
});
