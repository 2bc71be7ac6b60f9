import { describe, expect, it } from "vitest";
import { concat, toBase64url, uint32, utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { pad, unpad } from "./padding.ts";
import { vectors } from "./vectors.ts";

describe("padding", () => {
  it.each(vectors.padding)(
    "of $length bytes makes the $size bytes that Go makes",
    async (vector) => {
      const text = "x".repeat(vector.length);
      const padded = pad(utf8(text)) ?? new Uint8Array(0);
      expect(padded.length).toBe(vector.size);
      expect(toBase64url(await sha256(padded))).toBe(vector.sha256);
      expect(unpad(padded)).toBe(text);
    },
  );

  it("has no room for 65,533 bytes", () => {
    expect(pad(new Uint8Array(65_533))).toBeUndefined();
  });

  it.each([
    ["of no size of ours", new Uint8Array(257)],
    ["empty", new Uint8Array(0)],
    ["with a length beyond its end", concat(uint32(253), new Uint8Array(252))],
    ["with a length of 4 GiB", concat(uint32(0xffffffff), new Uint8Array(252))],
    ["with something after the text", concat(uint32(1), utf8("xx"), new Uint8Array(250))],
    [
      "with something in the last byte",
      concat(uint32(1), utf8("x"), new Uint8Array(250), Uint8Array.of(1)),
    ],
    ["that is not UTF-8", concat(uint32(1), Uint8Array.of(0xff), new Uint8Array(251))],
  ])("refuses a plaintext %s", (_, plaintext) => {
    expect(unpad(plaintext)).toBeUndefined();
  });

  it("reads a view into a larger buffer", () => {
    const padded = pad(utf8("text")) ?? new Uint8Array(0);
    expect(unpad(concat(new Uint8Array(3), padded).subarray(3))).toBe("text");
  });
});
