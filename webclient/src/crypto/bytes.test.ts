import { describe, expect, it } from "vitest";
import {
  concat,
  equalBytes,
  fromBase64url,
  fromUtf8,
  toBase64url,
  uint8,
  uint32,
  uint64,
  utf8,
} from "./bytes.ts";
import { makeDice } from "./vectors.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("base64url", () => {
  it("agrees with Node's for all lengths up to 100", () => {
    const roll = makeDice(1);
    for (let length = 0; length <= 100; length++) {
      const bytes = Uint8Array.from({ length }, () => roll(256));
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text, length)).toEqual(bytes);
    }
  });

  it("takes 256 of the 4,096 texts of two characters, and 1,024 of those of A and two more", () => {
    const taken = { "": new Set<number>(), A: new Set<number>() };
    for (const start of ["", "A"] as const) {
      for (const x of alphabet) {
        for (const y of alphabet) {
          try {
            taken[start].add(
              Buffer.from(fromBase64url(start + x + y)).readUIntBE(0, start.length + 1),
            );
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
        }
      }
    }
    expect([taken[""].size, taken.A.size]).toEqual([256, 1024]);
  });

  it.each([
    "A",
    "AAAAA",
    "AA==",
    "AA=",
    "AA ",
    " AA",
    "A A",
    "AA\n",
    "A+",
    "A/",
    "AB",
    "AAB",
    "ÄÄ",
    "AA\0",
    "A\u{1F388}",
  ])("refuses %j", (text) => {
    expect(() => fromBase64url(text)).toThrow(RangeError);
  });

  it("refuses another length than asked for", () => {
    expect(() => fromBase64url("AAAA", 2)).toThrow(RangeError);
    expect(() => fromBase64url("AAAA", 4)).toThrow(RangeError);
    expect(() => fromBase64url("", 1)).toThrow(RangeError);
  });
});

describe("integers", () => {
  it("are big-endian", () => {
    expect(uint8(0xab)).toEqual(Uint8Array.of(0xab));
    expect(uint32(0x01020304)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(uint64(0x1f_ffff_ffff_ffff)).toEqual(
      Uint8Array.of(0, 0x1f, 255, 255, 255, 255, 255, 255),
    );
  });

  it.each([
    () => uint8(256),
    () => uint8(-1),
    () => uint32(2 ** 32),
    () => uint32(1.5),
    () => uint64(2 ** 53),
    () => uint64(Number.NaN),
  ])("refuse what does not fit: %s", (make) => {
    expect(make).toThrow(RangeError);
  });
});

describe("bytes", () => {
  it("are joined in order", () => {
    expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(
      Uint8Array.of(1, 2, 3),
    );
  });

  it("are equal only if all of them are", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(equalBytes(bytes, Uint8Array.of(1, 2, 3))).toBe(true);
    for (const other of [[1, 2], [1, 2, 3, 0], [0, 2, 3], [1, 2, 2], []]) {
      expect(equalBytes(bytes, Uint8Array.from(other))).toBe(false);
      expect(equalBytes(Uint8Array.from(other), bytes)).toBe(false);
    }
  });

  it("are text only if they are UTF-8, and then to the byte", () => {
    for (const text of ["", "Grüße 🎈", "\uFEFFwith a mark", "\0"])
      expect(fromUtf8(utf8(text))).toBe(text);
    expect(() => fromUtf8(Uint8Array.of(0xff))).toThrow(TypeError);
    expect(() => fromUtf8(Uint8Array.of(0xc3))).toThrow(TypeError);
  });
});
