// Noise_NNpsk0_25519_AESGCM_SHA256 (Noise revision 34):
//   -> psk, e
//   <- e, ee
// Each state of the handshake is a value with the one function that leads to the next. A step that
// fails changes nothing.
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { agreement } from "./curves/choice.ts";
import type { KeyShare } from "./curves/curve25519.ts";
import { hkdf, sha256 } from "./hash.ts";
import { inOrder } from "./order.ts";

/**
 * The other side does not hold the psk, has another prologue, or somebody changed, dropped or
 * replayed a message.
 */
export class NoiseError extends Error {}

export interface Handshake {
  /** 32 bytes. */
  readonly psk: Bytes;
  readonly prologue: Bytes;
  /** An X25519 key pair for test vectors; a fresh one without it. */
  readonly ephemeral?: KeyShare;
}

/**
 * After the handshake. Concurrent calls are served in their order, and their promises settle in it.
 */
export interface Transport {
  /** The handshake hash, 32 bytes, equal on both sides and different for each handshake. */
  readonly h: Bytes;
  encrypt(plaintext: Bytes): Promise<Bytes>;
  /** Rejects with NoiseError for anything but the next message of the other side. */
  decrypt(ciphertext: Bytes): Promise<Bytes>;
}

export interface Initiation {
  readonly message1: Bytes;
  finish(message2: Bytes): Promise<{ payload: Bytes; transport: Transport }>;
}

export interface Response {
  readonly payload: Bytes;
  finish(payload: Bytes): Promise<{ message2: Bytes; transport: Transport }>;
}

export async function initiate(handshake: Handshake, payload: Bytes): Promise<Initiation> {
  const e = await ephemeral(handshake);
  const [state, sealed] = await encryptAndHash(
    await mixEphemeral(await initialize(handshake), e.publicKey),
    payload,
  );
  return {
    message1: concat(e.publicKey, sealed),
    finish: async (message2) => {
      const re = remoteE(message2);
      const keyed = await mixKey(await mixEphemeral(state, re), await dh(e, re));
      const [end, payload] = await decryptAndHash(keyed, message2.slice(DH));
      return { payload, transport: await split(end, true) };
    },
  };
}

/**
 * Takes message 1; rejects with NoiseError if it is not from a holder of the psk under this
 * prologue.
 */
export async function respond(handshake: Handshake, message1: Bytes): Promise<Response> {
  const re = remoteE(message1);
  const [state, payload] = await decryptAndHash(
    await mixEphemeral(await initialize(handshake), re),
    message1.slice(DH),
  );
  return {
    payload,
    finish: async (payload) => {
      const e = await ephemeral(handshake);
      const keyed = await mixKey(await mixEphemeral(state, e.publicKey), await dh(e, re));
      const [end, sealed] = await encryptAndHash(keyed, payload);
      return { message2: concat(e.publicKey, sealed), transport: await split(end, false) };
    },
  };
}

// The symmetric state (5.2). In this pattern each k seals exactly one handshake payload, so its
// counter is always zero.
interface Symmetric {
  readonly ck: Bytes;
  readonly h: Bytes;
  readonly k: Bytes;
}

const DH = 32;
const empty = new Uint8Array(0);

async function initialize({ psk, prologue }: Handshake): Promise<Symmetric> {
  if (psk.length !== 32) throw new RangeError("a psk has 32 bytes");
  // The protocol name has exactly 32 bytes, so it is h and ck as it stands.
  const name = utf8("Noise_NNpsk0_25519_AESGCM_SHA256");
  const { h } = await mixHash({ ck: name, h: name, k: empty }, prologue);
  // MixKeyAndHash(psk). Noise's HKDF is that of RFC 5869 with salt = ck and an empty info.
  const keys = await hkdf(psk, name, empty, 96);
  return mixHash({ ck: keys.slice(0, 32), h, k: keys.slice(64) }, keys.slice(32, 64));
}

async function mixHash(state: Symmetric, data: Bytes): Promise<Symmetric> {
  return { ...state, h: await sha256(concat(state.h, data)) };
}

async function mixKey(state: Symmetric, secret: Bytes): Promise<Symmetric> {
  const keys = await hkdf(secret, state.ck, empty, 64);
  return { ck: keys.slice(0, 32), h: state.h, k: keys.slice(32) };
}

/** With a psk, an ephemeral key is mixed into the key as well (9.2). */
async function mixEphemeral(state: Symmetric, e: Bytes): Promise<Symmetric> {
  return mixKey(await mixHash(state, e), e);
}

async function encryptAndHash(state: Symmetric, payload: Bytes): Promise<[Symmetric, Bytes]> {
  const sealed = await encrypt(await importAesKey(state.k), 0n, state.h, payload);
  return [await mixHash(state, sealed), sealed];
}

async function decryptAndHash(state: Symmetric, sealed: Bytes): Promise<[Symmetric, Bytes]> {
  const payload = await decrypt(await importAesKey(state.k), 0n, state.h, sealed);
  return [await mixHash(state, sealed), payload];
}

async function split({ ck, h }: Symmetric, initiator: boolean): Promise<Transport> {
  const keys = await hkdf(empty, ck, empty, 64);
  const toResponder = await importAesKey(keys.slice(0, 32));
  const toInitiator = await importAesKey(keys.slice(32));
  const [sending, receiving] = initiator ? [toResponder, toInitiator] : [toInitiator, toResponder];
  const [sendInOrder, receiveInOrder] = [inOrder(), inOrder()];
  let [sent, received] = [0n, 0n];
  return {
    h,
    encrypt: (plaintext) => sendInOrder(() => encrypt(sending, sent++, empty, plaintext)),
    decrypt: (ciphertext) =>
      receiveInOrder(async () => {
        const plaintext = await decrypt(receiving, received, empty, ciphertext);
        received++;
        return plaintext;
      }),
  };
}

async function ephemeral(handshake: Handshake): Promise<KeyShare> {
  return handshake.ephemeral ?? (await (await agreement()).generate());
}

function remoteE(message: Bytes): Bytes {
  if (message.length < DH) throw new NoiseError("message too short");
  return message.slice(0, DH);
}

async function dh(own: KeyShare, re: Bytes): Promise<Bytes> {
  try {
    return await own.deriveSecret(re);
  } catch {
    throw new NoiseError("low-order public key");
  }
}

function importAesKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** 32 bits of zeros and the counter, big-endian (12.4). */
function encodeNonce(n: bigint): Bytes {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(4, n);
  return iv;
}

async function encrypt(key: CryptoKey, n: bigint, ad: Bytes, plaintext: Bytes): Promise<Bytes> {
  const algorithm = { name: "AES-GCM", iv: encodeNonce(n), additionalData: ad };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
}

async function decrypt(key: CryptoKey, n: bigint, ad: Bytes, ciphertext: Bytes): Promise<Bytes> {
  try {
    const algorithm = { name: "AES-GCM", iv: encodeNonce(n), additionalData: ad };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, ciphertext));
  } catch {
    throw new NoiseError("message does not decrypt");
  }
}
