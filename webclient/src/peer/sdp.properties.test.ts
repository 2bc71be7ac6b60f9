// Properties of all descriptions, tried with many: exactly one fingerprint, whatever stands around
// it.
import { expect, test } from "vitest";
import { always, type Random } from "../crypto/testing/random.ts";
import { DescriptionError, fingerprintBytes, fingerprintOf } from "./sdp.ts";

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
const others = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=mid:0",
  "a=setup:actpass",
  "a=ice-ufrag:abcd",
  "a=fingerprints:none",
  "s=a=fingerprint:sha-256 00",
];

/** A description with these lines at any place, and with one of the line ends that parsers take. */
function description(random: Random, lines: readonly string[]): string {
  const all = Array.from({ length: 3 + random.integerBelow(20) }, () => random.pickFrom(others));
  for (const line of lines) all.splice(random.integerBelow(all.length + 1), 0, line);
  return all.join(random.pickFrom(["\r\n", "\n"]));
}

test("one fingerprint is found, however often and in whatever case it stands there", () =>
  always(300, (random) => {
    const bytes = random.randomBytes(32);
    const copies = Array.from({ length: 1 + random.integerBelow(4) }, () => {
      const line = `${random.pickFrom(["sha-256", "SHA-256"])} ${hex(bytes)}`;
      return `a=fingerprint:${random.integerBelow(2) === 0 ? line : line.toLowerCase()}`;
    });
    const found = fingerprintOf(description(random, copies));
    expect(found).toBe(hex(bytes));
    expect(fingerprintBytes(found)).toEqual(bytes);
  }));

test("none, a second one, another hash or a damaged one are refused", () =>
  always(300, (random) => {
    const bytes = random.randomBytes(32);
    const good = `a=fingerprint:sha-256 ${hex(bytes)}`;
    const at = 22 + random.integerBelow(95);
    const bad = random.pickFrom([
      [],
      [good, `a=fingerprint:sha-256 ${hex(random.flipped(bytes))}`],
      [good, `a=fingerprint:sha-1 ${hex(random.randomBytes(20))}`],
      [`a=fingerprint:sha-512 ${hex(random.randomBytes(64))}`],
      [`a=fingerprint:sha-256 ${hex(random.randomBytes(31))}`],
      [good.slice(0, at) + good.slice(at + 1)],
      [`${good.slice(0, at)}G${good.slice(at + 1)}`],
    ]);
    expect(() => fingerprintOf(description(random, bad))).toThrow(DescriptionError);
  }));
