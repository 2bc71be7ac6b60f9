import { expect, test } from "vitest";
import { callView, pageView, resumeView } from "./callview.ts";

test("what was chosen outlasts a reload, and another room starts anew", () => {
  expect(callView.value).toBeUndefined();
  pageView.choice.value = "speaker";
  pageView.pins.value = ["a"];
  const kept = callView.value;
  expect(kept).toEqual({ choice: "speaker", pins: ["a"], selfHidden: false });
  resumeView(undefined);
  expect(callView.value).toBeUndefined();
  resumeView(kept);
  expect([pageView.choice.value, pageView.pins.value]).toEqual(["speaker", ["a"]]);
});

test("what has not changed is the same value, so that nothing is written twice", () => {
  const kept = callView.value;
  expect(callView.value).toBe(kept);
  pageView.selfHidden.value = true;
  expect(callView.value).not.toBe(kept);
});
