import { expect, it } from "vitest";
import { kindOf, lineAt, linesFor } from "./lines.ts";

it("finds each line of a call at its place", () => {
  for (const media of [[], ["audio"], ["audio", "video"]] as const) {
    const lines = linesFor(media);
    expect(lines.map((line, place) => lineAt(place, kindOf(line)))).toEqual(lines);
  }
  expect(linesFor(["audio", "video"])).toContain("screen");
});

it("takes what stands alone for the person's", () => {
  expect(lineAt(0, "video")).toBe("video");
});
