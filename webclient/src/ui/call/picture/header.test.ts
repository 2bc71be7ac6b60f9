import { describe, expect, it } from "vitest";
import { readHeader } from "./header.ts";

const decode = (base64: string) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
const text = (value: string) => Uint8Array.from(value, (one) => one.charCodeAt(0));
const join = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...text(part)] : part)));

const png = decode(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
const gif = decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
const lossy = decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
const lossless = decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

/** APP1 and a table first, as cameras write it. */
const jpeg = (marker = 0xc2) =>
  join(
    [0xff, 0xd8, 0xff, 0xe1, 0x00, 0x06, 1, 2, 3, 4],
    [0xff, 0xc4, 0x00, 0x04, 9, 9, 0xff, marker, 0x00, 0x11, 8, 0x0b, 0xb8, 0x0f, 0xa0],
  );

describe("the header of a picture", () => {
  it.each([
    ["PNG", png, { type: "image/png", width: 1, height: 1 }],
    ["GIF", gif, { type: "image/gif", width: 1, height: 1 }],
    ["lossy WebP", lossy, { type: "image/webp", width: 1, height: 1 }],
    ["lossless WebP", lossless, { type: "image/webp", width: 1, height: 1 }],
    [
      "extended WebP",
      join(
        "RIFF",
        [0, 0, 0, 0],
        "WEBPVP8X",
        [10, 0, 0, 0, 0, 0, 0, 0],
        [0x9f, 0x0f, 0],
        [0xb7, 0x0b, 0],
      ),
      { type: "image/webp", width: 4000, height: 3000 },
    ],
    ["progressive JPEG", jpeg(), { type: "image/jpeg", width: 4000, height: 3000 }],
    ["plain JPEG", jpeg(0xc0), { type: "image/jpeg", width: 4000, height: 3000 }],
  ])("of %s says its format and its size", (_, bytes, header) => {
    expect(readHeader(bytes)).toEqual(header);
  });

  it("of a GIF counts a frame that is larger than its screen", () => {
    const large = gif.slice();
    large.set([0xff, 0xff], 32); // the frame's width
    expect(readHeader(large)).toMatchObject({ width: 65_535, height: 1 });
  });

  it.each([
    ["nothing", ""],
    ["a drawing", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a drawing after a mark", '\ufeff<?xml version="1.0"?><svg/>'],
    ["a page", "<!doctype html><img src=x>"],
    ["a document", "%PDF-1.7"],
    ["a bitmap", "BM\x36\x00\x00\x00"],
    ["a photo of a kind that not every browser reads", "\x00\x00\x00\x1cftypavif"],
    ["an icon", "\x00\x00\x01\x00\x01\x00"],
    ["a picture of another kind of GIF", "GIF88a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0"],
    ["a sound", "RIFF\x00\x00\x00\x00WAVEfmt "],
  ])("is none of %s", (_, content) => {
    expect(readHeader(text(content))).toBeUndefined();
  });

  it("is none where a picture ends before its size", () => {
    for (const whole of [
      png.slice(0, 24),
      gif.slice(0, 37),
      lossy.slice(0, 30),
      jpeg().slice(0, -6),
    ])
      for (let length = 0; length < whole.length - 1; length++)
        expect([length, readHeader(whole.slice(0, length))]).toEqual([length, undefined]);
  });
});
