// HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM: one text
// is sealed to a key, and the answer under a key that comes out of the same exchange.
import { type Bytes, concat, utf8 } from "./bytes.ts";
import { agreement } from "./curves/choice.ts";
import type { KeyShare } from "./curves/curve25519.ts";
import { hkdf } from "./hash.ts";

const empty = new Uint8Array(0);
const version = utf8("HPKE-v1");
/** The KEM alone, and the whole suite: 0x0020, 0x0001, 0x0002. */
const kem = concat(utf8("KEM"), Uint8Array.of(0, 0x20));
const suite = concat(utf8("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));
const size = 32;

export interface Sealed {
  readonly sealed: Bytes;
  /** 32 bytes that only the receiver has as well. */
  export(label: string): Promise<Bytes>;
}

/** Seals a text to a public key of 32 bytes. Rejects for a key that is none. */
export async function sealTo(
  receiver: Bytes,
  info: string,
  text: Bytes,
  share?: KeyShare,
): Promise<Sealed> {
  const own = share ?? (await (await agreement()).generate());
  const secret = await own.deriveSecret(receiver);
  const shared = await derive(kem, secret, empty, "eae_prk", [
    "shared_secret",
    concat(own.publicKey, receiver),
  ]);
  const context = concat(
    Uint8Array.of(0),
    await extract(empty, "psk_id_hash", empty),
    await extract(empty, "info_hash", utf8(info)),
  );
  const make = (label: string, length: number) =>
    derive(suite, empty, shared, "secret", [label, context], length);
  const key = await crypto.subtle.importKey("raw", await make("key", size), "AES-GCM", false, [
    "encrypt",
  ]);
  const iv = await make("base_nonce", 12);
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text));
  const exporter = await make("exp", size);
  return {
    sealed: concat(own.publicKey, body),
    export: (label) => expand(exporter, labeled(suite, "sec", utf8(label), size)),
  };
}

/** LabeledExtract and LabeledExpand after each other. */
function derive(
  id: Bytes,
  secret: Bytes,
  salt: Bytes,
  from: string,
  [label, context]: [string, Bytes],
  length = size,
): Promise<Bytes> {
  const ikm = concat(version, id, utf8(from), secret);
  return hkdf(ikm, salt, labeled(id, label, context, length), length);
}

const labeled = (id: Bytes, label: string, info: Bytes, length: number) =>
  concat(Uint8Array.of(0, length), version, id, utf8(label), info);

const extract = (salt: Bytes, label: string, ikm: Bytes) =>
  hmac(salt.length === 0 ? new Uint8Array(size) : salt, concat(version, suite, utf8(label), ikm));

/** HKDF-Expand of one block. */
const expand = (key: Bytes, info: Bytes) => hmac(key, concat(info, Uint8Array.of(1)));

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const made = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}
