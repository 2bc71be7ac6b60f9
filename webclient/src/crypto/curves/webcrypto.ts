// Curve25519 in the browser's own WebCrypto (Safari 17, Chrome and Edge 137, Firefox 130). Private
// keys never leave it.
import { type Bytes, concat, fromBase64url } from "../bytes.ts";
import type { Agreement, KeyShare, Signatures, Signer } from "./curve25519.ts";

/** Signs with a key that cannot be read. */
export interface NativeSigner extends Signer {
  readonly privateKey: CryptoKey;
}

interface NativeSignatures extends Signatures {
  generate(): Promise<NativeSigner>;
  fromSeed(seed: Bytes): Promise<NativeSigner>;
}

export const nativeSignatures: NativeSignatures = {
  async generate() {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const { privateKey, publicKey } = asPair(pair);
    return signer(privateKey, await exportRaw(publicKey));
  },
  async fromSeed(seed) {
    const pkcs8 = concat(pkcs8Prefix(ed25519Id), seed);
    const importSeed = (extractable: boolean) =>
      crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", extractable, ["sign"]);
    const publicKey = await publicKeyOf(await importSeed(true));
    return signer(await importSeed(false), publicKey);
  },
  async verify(publicKey, message, signature) {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  },
};

export const nativeAgreement: Agreement = {
  async generate() {
    const pair = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
    const { privateKey, publicKey } = asPair(pair);
    return keyShare(privateKey, await exportRaw(publicKey));
  },
  async fromSecret(secret) {
    const pkcs8 = concat(pkcs8Prefix(x25519Id), secret);
    const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", true, [
      "deriveBits",
    ]);
    return keyShare(privateKey, await publicKeyOf(privateKey));
  },
};

function signer(privateKey: CryptoKey, publicKey: Bytes): NativeSigner {
  return {
    privateKey,
    publicKey,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message)),
  };
}

function keyShare(privateKey: CryptoKey, publicKey: Bytes): KeyShare {
  return {
    publicKey,
    async deriveSecret(other) {
      const key = await crypto.subtle.importKey("raw", other, "X25519", false, []);
      const algorithm = { name: "X25519", public: key };
      const secret = new Uint8Array(await crypto.subtle.deriveBits(algorithm, privateKey, 256));
      // A browser has to refuse it (RFC 7748, section 6.1); we do not rely on that.
      if (secret.every((byte) => byte === 0)) throw new RangeError("a key of low order");
      return secret;
    },
  };
}

/** The last byte of the object identifiers 1.3.101.110 and 1.3.101.112 (RFC 8410, section 3). */
const x25519Id = 0x6e;
const ed25519Id = 0x70;

/**
 * PKCS#8 of a key up to its 32 secret bytes (RFC 8410, section 7): the only form in which WebCrypto
 * takes them.
 */
function pkcs8Prefix(id: number): Bytes {
  const version = [0x02, 0x01, 0x00];
  const algorithm = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, id];
  return Uint8Array.of(0x30, 0x2e, ...version, ...algorithm, 0x04, 0x22, 0x04, 0x20);
}

/** WebCrypto derives the public key, but shows it only in the JWK of an extractable key. */
async function publicKeyOf(privateKey: CryptoKey): Promise<Bytes> {
  const { x } = await crypto.subtle.exportKey("jwk", privateKey);
  if (x === undefined) throw new TypeError("no public key");
  return fromBase64url(x, 32);
}

async function exportRaw(publicKey: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
}

function asPair(pair: CryptoKey | CryptoKeyPair): CryptoKeyPair {
  if (!("privateKey" in pair)) throw new TypeError("not a key pair");
  return pair;
}
