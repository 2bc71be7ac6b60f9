import { describe, expect, it } from "vitest";
import { outlineOf } from "./outline.ts";
import { isTouched, readStroke, type Stroke, writeStroke } from "./stroke.ts";

const line: Stroke = { colour: 1, width: 0, points: [100, 100, 200, 100] };

describe("a stroke", () => {
  it("is written as numbers and read again", () => {
    expect(readStroke(writeStroke(line))).toEqual(line);
  });

  it("is touched where it is, and as wide as it is", () => {
    expect(isTouched(line, 150, 110, 9)).toBe(true);
    expect(isTouched(line, 150, 120, 9)).toBe(false);
    expect(isTouched({ ...line, width: 2 }, 150, 120, 9)).toBe(true);
    expect(isTouched({ ...line, points: [5, 5] }, 6, 6, 1)).toBe(true);
  });

  it("has an outline, also if it is a dot", () => {
    for (const points of [line.points, [5, 5]])
      expect(outlineOf({ ...line, points })).toMatch(/^M[\d. L-]+Z$/);
  });
});
