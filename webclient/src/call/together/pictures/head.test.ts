import { describe, expect, it } from "vitest";
import { type Bytes, concat, utf8 } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { madePicture } from "../testing/madepicture.ts";
import { readPictureHead } from "./head.ts";

const base64 = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)) as Bytes;
/** Of 3 by 2 pixels. */
const lossy = base64(
  "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoDAAIAAgA0JaACdLoB+AADsAD+8ut//NgVzXPv9//S4P0uD9Lg/9KQAAA=",
);
const lossless = base64("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQIf8BgP8PCAkKAA==");

function extended(flags: number, width: number, height: number): Bytes {
  const body = new Uint8Array(18);
  const view = new DataView(body.buffer);
  body.set(utf8("VP8X"));
  view.setUint32(4, 10, true);
  body[8] = flags;
  view.setUint16(12, (width - 1) & 0xffff, true);
  body[14] = (width - 1) >> 16;
  view.setUint16(15, (height - 1) & 0xffff, true);
  const whole = concat(utf8("RIFF"), new Uint8Array(4), utf8("WEBP"), body, lossy.subarray(12));
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

describe("what a picture says of itself", () => {
  it("is read from PNG and from the three kinds of WebP", () => {
    const png = madePicture(new Random(1), 200, 1280, 720);
    expect(readPictureHead(png)).toEqual({ type: "image/png", width: 1280, height: 720 });
    const small = { type: "image/webp", width: 3, height: 2 };
    expect(readPictureHead(lossy)).toEqual(small);
    expect(readPictureHead(lossless)).toEqual(small);
    expect(readPictureHead(extended(0x10, 2048, 7))).toMatchObject({ width: 2048, height: 7 });
  });

  const svg = utf8(`<svg xmlns="http://www.w3.org/2000/svg">${" ".repeat(40)}</svg>`);
  const png = madePicture(new Random(1), 200);
  const moves = concat(
    png.subarray(0, 33),
    Uint8Array.of(0, 0, 0, 0),
    utf8("acTL"),
    new Uint8Array(4),
    png.subarray(33),
  );
  it.each<[string, Bytes]>([
    ["another format", svg],
    ["nothing", new Uint8Array()],
    ["a signature alone", png.subarray(0, 33)],
    ["a PNG too wide", madePicture(new Random(1), 200, 2049, 1)],
    ["a PNG too high", madePicture(new Random(1), 200, 1, 2 ** 31)],
    ["a PNG without a line", madePicture(new Random(1), 200, 100, 0)],
    ["a PNG that moves", moves],
    ["a WebP too wide", extended(0, 2049, 1)],
    ["a WebP that moves", extended(2, 10, 10)],
    ["half a WebP", lossy.subarray(0, 40)],
    ["more than a WebP", concat(lossy, lossy)],
  ])("is not taken from %s", (_, bytes) => {
    expect(readPictureHead(bytes)).toBeUndefined();
  });

  it("is of a size that can be drawn, whatever comes, and never throws", () => {
    const random = new Random(11);
    const seeds = [png, moves, lossy, lossless, extended(0, 100, 100), extended(2, 9, 9)];
    let taken = 0;
    for (let n = 0; n < 60_000; n++) {
      let bytes: Bytes = random.flipped(random.pickFrom(seeds));
      for (let more = random.integerBelow(4); more > 0; more--) bytes = random.flipped(bytes);
      if (n % 5 === 0) bytes = bytes.slice(0, random.integerBelow(bytes.length));
      const head = readPictureHead(bytes);
      if (head === undefined) continue;
      taken++;
      expect(Math.min(head.width, head.height)).toBeGreaterThan(0);
      expect(Math.max(head.width, head.height)).toBeLessThanOrEqual(2048);
    }
    expect(taken).toBeGreaterThan(1000);
  });
});
