import { expect, test } from "vitest";
import { fitControls, roomIn } from "./toolbarroom.ts";

const controls = [0, 1, 3, 2, 8, 10].map((priority) => ({ priority }));
const ranks = (list: readonly { priority: number }[]) => list.map(({ priority }) => priority);

test("what is used less often goes into the menu, and the order stays", () => {
  const phone = fitControls(controls, 5);
  expect(ranks(phone.shown)).toEqual([0, 1, 2]);
  expect(ranks(phone.rest)).toEqual([3, 8, 10]);
  expect(ranks(fitControls(controls, 6).shown)).toEqual([0, 1, 3, 2]);
});

test("with room for all there is no menu, and nothing is alone in one that has room for it", () => {
  expect(fitControls(controls, 7).rest).toEqual([]);
  expect(ranks(fitControls(controls, 6).rest)).toEqual([8, 10]);
});

test("a phone has five, also with large text; wider screens have what fits", () => {
  expect([roomIn(360, 16), roomIn(360, 32), roomIn(740, 32)]).toEqual([5, 5, 5]);
  expect([roomIn(740, 16), roomIn(820, 16), roomIn(1280, 16), roomIn(1280, 32)]).toEqual([
    8, 9, 15, 7,
  ]);
});
