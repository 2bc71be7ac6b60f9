// Curve25519 for browsers whose WebCrypto lacks it: @noble/curves, in a file of its own that only
// they load (chunk.ts). The keys are bytes in the page's memory; the threat model says what that
// means.
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { type Bytes, concat, equalBytes, random } from "../bytes.ts";
import type { Agreement, KeyShare, Signatures, Signer } from "./curve25519.ts";

const { Point } = ed25519;

export const nobleSignatures: Signatures = {
  generate: async () => signer(random(32)),
  fromSeed: async (seed) => signer(seed.slice()),
  // Not the library's own: with `zip215: false`, too, it multiplies by the cofactor, and so takes
  // signatures that browsers and Go refuse. This is the equation that those compute: R is the one
  // encoding of [S]B - [k]A (RFC 8032, section 5.1.7, without the cofactor).
  async verify(publicKey, message, signature) {
    const [r, s] = [signature.slice(0, 32), littleEndian(signature.slice(32))];
    if (s >= Point.Fn.ORDER) return false;
    const point = Point.fromBytes(publicKey);
    const hash = await crypto.subtle.digest("SHA-512", concat(r, publicKey, message));
    const k = Point.Fn.create(littleEndian(new Uint8Array(hash)));
    const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
    return equalBytes(r, expected.toBytes());
  },
};

export const nobleAgreement: Agreement = {
  generate: async () => keyShare(random(32)),
  fromSecret: async (secret) => keyShare(secret.slice()),
};

function signer(seed: Bytes): Signer {
  return {
    publicKey: copy(ed25519.getPublicKey(seed)),
    sign: async (message) => copy(ed25519.sign(message, seed)),
  };
}

function keyShare(secret: Bytes): KeyShare {
  return {
    publicKey: copy(x25519.getPublicKey(secret)),
    // Throws for a key of low order.
    deriveSecret: async (other) => copy(x25519.getSharedSecret(secret, other)),
  };
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** In a buffer that WebCrypto takes. */
function copy(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
