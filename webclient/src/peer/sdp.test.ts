import { describe, expect, it } from "vitest";
import { DescriptionError, fingerprintOf } from "./sdp.ts";

const hex = (byte: string) => Array(32).fill(byte).join(":");
const sdp = (...lines: string[]) => ["v=0", "s=-", ...lines, ""].join("\r\n");

describe("the fingerprint of a description", () => {
  it("is found at session level or repeated in each media section", () => {
    expect(fingerprintOf(sdp(`a=fingerprint:sha-256 ${hex("ab")}`))).toBe(hex("AB"));
    expect(
      fingerprintOf(sdp(`a=fingerprint:sha-256 ${hex("AB")}`, "m=audio", `a=fingerprint:SHA-256 ${hex("ab")}`)),
    ).toBe(hex("AB"));
  });
  it.each([
    ["there is none", sdp()],
    ["there are two", sdp(`a=fingerprint:sha-256 ${hex("AB")}`, `a=fingerprint:sha-256 ${hex("AC")}`)],
    ["it is another hash", sdp(`a=fingerprint:sha-1 ${Array(20).fill("AB").join(":")}`)],
    ["a weak one stands beside a good one", sdp(`a=fingerprint:sha-256 ${hex("AB")}`, "a=fingerprint:md5 AB:AB")],
    ["it is cut short", sdp("a=fingerprint:sha-256 AB:AB")],
    [
      "bare carriage returns hide a second one",
      sdp(`a=fingerprint:sha-256 ${hex("AB")}\ra=fingerprint:sha-256 ${hex("AC")}`),
    ],
  ])("is refused when %s", (_, text) => {
    expect(() => fingerprintOf(text)).toThrow(DescriptionError);
  });
});
