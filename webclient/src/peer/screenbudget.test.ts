import { expect, it } from "vitest";
import { screenEncoding } from "./screenbudget.ts";

const others = [1, 2, 3, 4, 5];

it("keeps letters as large as they are, and is content with few pictures", () => {
  for (const count of others)
    expect(screenEncoding("text", count, 1200)).toMatchObject({
      scaleResolutionDownBy: 1,
      degradationPreference: "maintain-resolution",
    });
  const rates = others.map((count) => screenEncoding("text", count, 1200).maxFramerate);
  expect(rates).toEqual([8, 8, 5, 5, 5]);
});

it("keeps motion smooth, at 720 lines at most", () => {
  expect(screenEncoding("video", 1, 1080)).toMatchObject({
    maxFramerate: 30,
    scaleResolutionDownBy: 1.5,
    degradationPreference: "maintain-framerate",
  });
  expect(screenEncoding("video", 1, 480).scaleResolutionDownBy).toBe(1);
});

it("asks no more of a line than a few megabits for all", () => {
  for (const count of others) {
    expect((screenEncoding("text", count, 1200).maxBitrate ?? 0) * count).toBeLessThan(2_100_000);
    expect((screenEncoding("video", count, 720).maxBitrate ?? 0) * count).toBeLessThan(5_100_000);
  }
});
