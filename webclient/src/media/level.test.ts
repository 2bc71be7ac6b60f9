import { describe, expect, it } from "vitest";
import { loudness } from "./level.ts";

describe("loudness", () => {
  const tone = (amplitude: number) =>
    Float32Array.from(
      { length: 4800 },
      (_, n) => amplitude * Math.sin((2 * Math.PI * 440 * n) / 48000),
    );

  it("is 0 for silence and below -60 dB", () => {
    expect(loudness(new Float32Array(2048))).toBe(0);
    expect(loudness(tone(0.001))).toBe(0);
  });
  it("is near 1 for full scale and rises with the amplitude", () => {
    expect(loudness(tone(1))).toBeCloseTo(0.95, 2);
    expect(loudness(tone(0.1))).toBeLessThan(loudness(tone(0.5)));
  });
});
