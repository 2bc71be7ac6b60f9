// Ed25519 (RFC 8032). Public keys and signatures are base64url, as they stand in messages.
import { type Bytes, fromBase64url, toBase64url } from "./bytes.ts";
import { signatures } from "./curves/choice.ts";
import type { Signer } from "./curves/curve25519.ts";
import { isStrongPoint } from "./curves/points.ts";

export interface SigningKey {
  readonly signer: Signer;
  /** 32 bytes. */
  readonly publicKey: string;
}

/** A fresh key, made for one join. */
export async function generateKey(): Promise<SigningKey> {
  return signingKey(await (await signatures()).generate());
}

/** The key of a 32-byte seed: the host key of a host link. */
export async function keyFromSeed(seed: Bytes): Promise<SigningKey> {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return signingKey(await (await signatures()).fromSeed(seed));
}

function signingKey(signer: Signer): SigningKey {
  return { signer, publicKey: toBase64url(signer.publicKey) };
}

/** The signature, 64 bytes. */
export async function sign(key: SigningKey, message: Bytes): Promise<string> {
  return toBase64url(await key.signer.sign(message));
}

/** False also for anything that is no key or no signature at all. */
export async function verify(
  publicKey: string,
  message: Bytes,
  signature: string,
): Promise<boolean> {
  const { verify } = await signatures();
  try {
    const [key, proof] = [fromBase64url(publicKey, 32), fromBase64url(signature, 64)];
    if (!isStrongPoint(key) || !isStrongPoint(proof.subarray(0, 32))) return false;
    return await verify(key, message, proof);
  } catch {
    return false;
  }
}
