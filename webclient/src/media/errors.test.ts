import { describe, expect, it } from "vitest";
import { deviceProblem } from "./errors.ts";
import { loudness } from "./level.ts";

describe("what a failed request for a device means", () => {
  it.each([
    ["NotAllowedError", true, "device-denied"],
    ["NotAllowedError", false, "device-dismissed"],
    ["NotFoundError", false, "device-missing"],
    ["OverconstrainedError", false, "device-missing"],
    ["NotReadableError", true, "device-busy"],
    ["AbortError", false, "device-busy"],
    ["InvalidStateError", false, "device-failed"],
  ])("%s, remembered %s, is %s", (name, denied, code) => {
    expect(deviceProblem(new DOMException("", name), denied)).toBe(code);
  });

  it("anything that is no browser error is device-failed", () => {
    expect(deviceProblem(new TypeError("x"), true)).toBe("device-failed");
  });
});

describe("loudness", () => {
  const tone = (amplitude: number) =>
    Float32Array.from({ length: 4800 }, (_, n) => amplitude * Math.sin((2 * Math.PI * 440 * n) / 48000));

  it("is 0 for silence and below -60 dB", () => {
    expect(loudness(new Float32Array(2048))).toBe(0);
    expect(loudness(tone(0.001))).toBe(0);
  });
  it("is near 1 for full scale and rises with the amplitude", () => {
    expect(loudness(tone(1))).toBeCloseTo(0.95, 2);
    expect(loudness(tone(0.1))).toBeLessThan(loudness(tone(0.5)));
  });
});
