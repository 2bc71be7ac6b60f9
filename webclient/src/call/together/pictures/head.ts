// What a picture says of itself in its first bytes, read before any browser decodes it: PNG
// (RFC 2083) or WebP (RFC 9649), standing still, and not larger than it may be.
import type { Bytes } from "../../../crypto/bytes.ts";

/** Of width and height, in pixels. */
export const mostPixels = 2048;

export interface PictureHead {
  readonly type: "image/png" | "image/webp";
  readonly width: number;
  readonly height: number;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Undefined for whatever is not to be decoded. */
export function readPictureHead(bytes: Bytes): PictureHead | undefined {
  if (bytes.length < 33) return undefined;
  const head = signature.every((byte, i) => bytes[i] === byte) ? readPng(bytes) : readWebp(bytes);
  const isSized = (size: number) => size >= 1 && size <= mostPixels;
  return head && isSized(head.width) && isSized(head.height) ? head : undefined;
}

const letters = (bytes: Bytes, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

function readPng(bytes: Bytes): PictureHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(8) !== 13 || letters(bytes, 12) !== "IHDR") return undefined;
  // Chunk by chunk: one that moves says so before its first line.
  for (let at = 33; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const kind = letters(bytes, at + 4);
    if (kind === "acTL") return undefined;
    if (kind === "IDAT")
      return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  }
  return undefined;
}

/** The one chunk that has the picture; an extended file says its size in its own first chunk. */
function readWebp(bytes: Bytes): PictureHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (letters(bytes, 0) !== "RIFF" || letters(bytes, 8) !== "WEBP") return undefined;
  if (view.getUint32(4, true) + 8 !== bytes.length + (bytes.length % 2)) return undefined;
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  const type = "image/webp";
  switch (letters(bytes, 12)) {
    case "VP8 ": {
      const isKey = (view.getUint8(20) & 1) === 0 && uint24(23) === 0x2a019d;
      if (!isKey) return undefined;
      const [width, height] = [view.getUint16(26, true), view.getUint16(28, true)];
      return { type, width: width & 0x3fff, height: height & 0x3fff };
    }
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return undefined;
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X": {
      const isMoving = (view.getUint8(20) & 2) !== 0;
      return isMoving ? undefined : { type, width: uint24(24) + 1, height: uint24(27) + 1 };
    }
    default:
      return undefined;
  }
}
