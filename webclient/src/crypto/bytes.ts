// Bytes and their texts. Identifiers (room, sid, key, nonce, signature, ticket) travel through the
// client as base64url strings, because they are map keys and JSON values; secrets and hashes are
// bytes. Everything that is signed, hashed or sealed is made of bytes here, integers big-endian.

/** What WebCrypto takes: a view of an unshared buffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/**
 * Compares in a time that depends on the lengths only, as far as a just-in-time compiler lets us.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/**
 * Throws a TypeError if the bytes are not UTF-8. A byte order mark is kept, so that the text
 * encodes to the same bytes.
 */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** RFC 4648, section 5, without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The one text that toBase64url makes of some bytes, back to these bytes. Throws a RangeError for
 * everything else: padding, white space, the other alphabet, stray bits in the last character, and
 * if `length` (in bytes) is given, any other length.
 */
export function fromBase64url(text: string, length?: number): Bytes {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new RangeError("not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (toBase64url(bytes) !== text) throw new RangeError("not canonical base64url");
  if (length !== undefined && bytes.length !== length) throw new RangeError(`not ${length} bytes`);
  return bytes;
}

function encodeUint(value: number, length: 1 | 2 | 4 | 8): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * length))
    throw new RangeError("integer out of range");
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes.slice(8 - length);
}

export const uint8 = (value: number): Bytes => encodeUint(value, 1);
export const uint16 = (value: number): Bytes => encodeUint(value, 2);
export const uint32 = (value: number): Bytes => encodeUint(value, 4);
/** Up to 2^53 - 1, which is all a JSON number holds. */
export const uint64 = (value: number): Bytes => encodeUint(value, 8);
