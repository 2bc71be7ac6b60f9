// A picture is called by what it is: uint32 length || the first 16 bytes of its SHA-256. Whoever has
// a name knows how much may come, and that nothing else has come.
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, fromBase64url, toBase64url } from "../../../crypto/bytes.ts";
import { satisfying } from "../../../net/schema.ts";

/** Bytes of one picture. */
export const mostBytes = 256_000;
export const nameLength = 20;
/** Bytes of a piece; only the last one has fewer. */
export const pieceLength = 16_000;

export function nameOfPicture(bytes: Bytes): string {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return toBase64url(concat(length, sha256(bytes).subarray(0, 16)));
}

/** In bytes, of a name that is one. */
export function lengthOf(name: string): number {
  return new DataView(fromBase64url(name).buffer).getUint32(0);
}

export function isPictureName(value: unknown): value is string {
  try {
    const bytes = fromBase64url(value as string, nameLength);
    const length = new DataView(bytes.buffer).getUint32(0);
    return length > 0 && length <= mostBytes;
  } catch {
    return false;
  }
}

/** Of a field of a message. */
export const pictureName = satisfying(isPictureName);
