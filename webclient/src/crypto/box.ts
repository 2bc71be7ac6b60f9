// A box for somebody who is not there: what is in it is sealed so that only those with the link can
// read it, or take it (protocol, section 3.8).
import { type Bytes, concat, fromBase64url, uint16, utf8 } from "./bytes.ts";
import { keyFromSeed, type SigningKey } from "./ed25519.ts";
import { hkdf } from "./hash.ts";
import { type Link, linkInfo } from "./link.ts";

type Secret = Pick<Link, "kind" | "secret">;

/** Seals and opens a head (number 0) or a piece (from 1 on) where it stands. */
export interface BoxSealer {
  sealText(number: number, text: Bytes): Promise<Bytes>;
  /** Rejects if somebody without the link has made it, or it stood elsewhere. */
  openText(number: number, sealed: Bytes): Promise<Bytes>;
}

/** The key that may take a box of this room. */
export async function takerKey(link: Secret): Promise<SigningKey> {
  const info = linkInfo("einmal/1 box taker", link);
  return keyFromSeed(await hkdf(link.secret, new Uint8Array(0), info, 32));
}

/** `salt` is 32 bytes that no two boxes have in common. */
export async function boxSealer(
  link: Secret,
  room: string,
  salt: Bytes,
  pieces: number,
): Promise<BoxSealer> {
  const bytes = await hkdf(link.secret, salt, linkInfo("einmal/1 box", link), 32);
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const additionalData = concat(fromBase64url(room, 16), uint16(pieces));
  const algorithm = (number: number): AesGcmParams => {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(8, number);
    return { name: "AES-GCM", iv, additionalData };
  };
  const { subtle } = crypto;
  return {
    sealText: async (number, text) =>
      new Uint8Array(await subtle.encrypt(algorithm(number), key, text)),
    openText: async (number, sealed) =>
      new Uint8Array(await subtle.decrypt(algorithm(number), key, sealed)),
  };
}

export interface SignedBox {
  readonly pieces: number;
  readonly taker: string;
  readonly salt: string;
  readonly head: string;
}

/** By the host key. */
export function putBytes(nonce: Uint8Array, room: string, box: SignedBox): Bytes {
  return concat(
    utf8("einmal/1 put"),
    nonce,
    fromBase64url(room, 16),
    uint16(box.pieces),
    fromBase64url(box.taker, 32),
    fromBase64url(box.salt, 32),
    fromBase64url(box.head, 1024),
  );
}

/** By the taker's key. */
export function takeBytes(nonce: Uint8Array, room: string): Bytes {
  return concat(utf8("einmal/1 take"), nonce, fromBase64url(room, 16));
}
