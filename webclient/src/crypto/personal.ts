// A guest link for one person: a token behind it that only the host can have made, and what a
// device shows with it (protocol, section 4.2).
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64url,
  toBase64url,
  uint16,
  utf8,
} from "./bytes.ts";
import { hkdf } from "./hash.ts";

const tokenBytes = 16;
const deviceBytes = 16;
const markBytes = tokenBytes - 2;

/** The key that marks tokens; only the host has the seed. */
export async function personalKey(seed: Bytes): Promise<CryptoKey> {
  const key = await hkdf(seed, new Uint8Array(0), utf8("einmal/1 personal link"), 32);
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function markOf(key: CryptoKey, room: string, number: number): Promise<Bytes> {
  const text = concat(fromBase64url(room, 16), uint16(number));
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, text)).slice(0, markBytes);
}

/** The token of a number from 1 to 65,535: uint16 || HMAC-SHA256 of room and number, 14 bytes. */
export async function makeToken(key: CryptoKey, room: string, number: number): Promise<string> {
  return toBase64url(concat(uint16(number), await markOf(key, room, number)));
}

/** What a guest shows: the token, and what names their device to this room's host alone. */
export async function makePersonalTicket(
  token: string,
  room: string,
  secret: Bytes,
): Promise<string> {
  const info = concat(utf8("einmal/1 device"), fromBase64url(room, 16));
  const device = await hkdf(secret, new Uint8Array(0), info, deviceBytes);
  return toBase64url(concat(fromBase64url(token, tokenBytes), device));
}

export interface PersonalTicket {
  readonly number: number;
  /** base64url, 16 bytes. */
  readonly device: string;
}

/** Undefined for what this host did not make for this room. */
export async function readPersonalTicket(
  key: CryptoKey,
  room: string,
  text: string,
): Promise<PersonalTicket | undefined> {
  try {
    const bytes = fromBase64url(text, tokenBytes + deviceBytes);
    const number = new DataView(bytes.buffer).getUint16(0);
    const mark = bytes.slice(2, tokenBytes);
    if (!equalBytes(mark, await markOf(key, room, number))) return undefined;
    return { number, device: toBase64url(bytes.slice(tokenBytes)) };
  } catch {
    return undefined;
  }
}
