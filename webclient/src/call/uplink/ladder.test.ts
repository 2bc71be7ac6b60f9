import { expect, it } from "vitest";
import { wantHeights } from "../../net/protocol.ts";
import { allowanceOf, ladders, placeFor, stepAt } from "./ladder.ts";

it("has a step for each height that can be wanted, and never one that is smaller", () => {
  for (const height of wantHeights) {
    const step = stepAt("faces", placeFor("faces", height));
    expect(step?.height ?? 0).toBe(height);
  }
  expect(stepAt("text", placeFor("text", 90))?.height).toBe(360);
});

it("rises in each step", () => {
  for (const steps of Object.values(ladders))
    for (const [n, step] of steps.entries()) {
      expect(step.least).toBeLessThan(step.want);
      expect(step.want).toBeGreaterThan(steps[n - 1]?.want ?? 0);
      expect(step.least).toBeGreaterThan(steps[n - 1]?.least ?? 0);
    }
});

it("says it to the browser in its terms, and makes no picture larger than the camera's", () => {
  const step = stepAt("faces", placeFor("faces", 180));
  expect(allowanceOf(step, 170, 720)).toEqual({
    ...{ maxBitrate: 170_000, maxFramerate: 15, scaleResolutionDownBy: 4 },
  });
  expect(allowanceOf(step, 170, 120)).toMatchObject({ scaleResolutionDownBy: 1 });
  expect(allowanceOf(undefined, 0, 720)).toBe("off");
});
