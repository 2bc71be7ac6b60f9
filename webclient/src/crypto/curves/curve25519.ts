// The two algorithms over Curve25519 that the protocol needs, as the rest of the client sees them:
// bytes in, bytes out. There are two implementations, and choice.ts says which is used.
import type { Bytes } from "../bytes.ts";

/** Ed25519 (RFC 8032). */
export interface Signatures {
  /** A fresh key. */
  generate(): Promise<Signer>;
  /** The key of a seed of 32 bytes. */
  fromSeed(seed: Bytes): Promise<Signer>;
  /** `publicKey` has 32 bytes and `signature` 64. Rejects or says no if they are none. */
  verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean>;
}

export interface Signer {
  readonly publicKey: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

/** X25519 (RFC 7748). */
export interface Agreement {
  /** A fresh key. */
  generate(): Promise<KeyShare>;
  /** The key of 32 secret bytes, for test vectors. */
  fromSecret(secret: Bytes): Promise<KeyShare>;
}

export interface KeyShare {
  readonly publicKey: Bytes;
  /** Rejects if the other's key has a low order: its secret would be one that everybody knows. */
  deriveSecret(other: Bytes): Promise<Bytes>;
}
