import { describe, expect, it } from "vitest";
import { videoBudget } from "./budget.ts";

describe("the video budget", () => {
  it("never asks one uplink for more than about 2 Mbit/s in all", () => {
    for (const others of [1, 2, 3, 4, 5])
      expect(others * videoBudget(others).maxBitrate).toBeLessThanOrEqual(2_000_000);
  });
  it("never encodes much more than one full picture in all", () => {
    for (const others of [1, 2, 3, 4, 5]) {
      const { scaleResolutionDownBy, maxFramerate } = videoBudget(others);
      expect((others * maxFramerate) / 30 / scaleResolutionDownBy ** 2).toBeLessThanOrEqual(1);
    }
  });
  it("is what a pair gets while somebody is still alone", () => {
    expect(videoBudget(0)).toEqual(videoBudget(1));
  });
});
