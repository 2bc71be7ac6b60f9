import { expect, test } from "vitest";
import { makeView } from "../../../page/callview.ts";
import { modeOf, nextMode, togglePin } from "./view.ts";

test("two are pinned at most, and the newest stay", () => {
  const view = makeView();
  for (const key of ["a", "b", "c"]) togglePin(view, key);
  expect(view.pins.value).toEqual(["b", "c"]);
  togglePin(view, "b");
  expect(view.pins.value).toEqual(["c"]);
});

test("the ways to see the others go round, and what is shared comes first", () => {
  const view = makeView();
  expect(modeOf(view, false)).toBe("grid");
  expect(modeOf(view, true)).toBe("speaker");
  const seen = [nextMode(view, false), nextMode(view, false)];
  expect(seen).toEqual(["speaker", "grid"]);
  expect([1, 2, 3].map(() => nextMode(view, true))).toEqual(["speaker", "side", "grid"]);
});

test("side by side is for what is shared: without, it is whatever comes first", () => {
  const view = makeView();
  view.choice.value = "side";
  expect(modeOf(view, true)).toBe("side");
  expect(modeOf(view, false)).toBe("grid");
});
