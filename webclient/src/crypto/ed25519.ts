// Ed25519 (RFC 8032). Private keys never leave WebCrypto; public keys and signatures are base64url,
// as they stand in messages.
import { type Bytes, concat, fromBase64url, toBase64url } from "./bytes.ts";

export interface SigningKey {
  /** Not extractable. */
  readonly privateKey: CryptoKey;
  /** 32 bytes. */
  readonly publicKey: string;
}

const algorithm = "Ed25519";

/**
 * PKCS#8 of an Ed25519 key (RFC 8410, section 7) up to the seed: the only form in which WebCrypto
 * takes one.
 */
const pkcs8Prefix = Uint8Array.of(
  0x30,
  0x2e,
  2,
  1,
  0,
  0x30,
  5,
  6,
  3,
  0x2b,
  0x65,
  0x70,
  4,
  0x22,
  4,
  0x20,
);

/** A fresh key, made for one join. */
export async function generateKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("not a key pair");
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: toBase64url(new Uint8Array(raw)) };
}

/** The key of a 32-byte seed: the host key of a host link. */
export async function keyFromSeed(seed: Bytes): Promise<SigningKey> {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  const pkcs8 = concat(pkcs8Prefix, seed);
  // WebCrypto derives the public key, but shows it only in the JWK of an extractable key: hence the
  // second import.
  const { x } = await crypto.subtle.exportKey("jwk", await importPrivate(pkcs8, true));
  if (x === undefined) throw new TypeError("no public key");
  return { privateKey: await importPrivate(pkcs8, false), publicKey: x };
}

function importPrivate(pkcs8: Bytes, extractable: boolean): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", pkcs8, algorithm, extractable, ["sign"]);
}

/** The signature, 64 bytes. */
export async function sign(key: SigningKey, message: Bytes): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.sign(algorithm, key.privateKey, message)));
}

/** False also for anything that is no key or no signature at all. */
export async function verify(
  publicKey: string,
  message: Bytes,
  signature: string,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey(
      "raw",
      fromBase64url(publicKey, 32),
      algorithm,
      false,
      ["verify"],
    );
    return await crypto.subtle.verify(algorithm, key, fromBase64url(signature, 64), message);
  } catch {
    return false;
  }
}
