// For tests: signatures about which implementations of Ed25519 disagree, because the key, or the
// point in the signature, has a part of low order or is not written in its one form. They are made
// by somebody who knows the secret key and breaks its rules.
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, concat, toBase64url, utf8 } from "../bytes.ts";

export interface OddSignature {
  readonly name: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
  /** What every client and the server have to say of it. */
  readonly valid: boolean;
}

const { Point } = ed25519;
const { Fn } = Point;
type CurvePoint = InstanceType<typeof Point>;

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "hex"));
const bytesOf = (point: CurvePoint): Bytes => new Uint8Array(point.toBytes());

/** A generator of the eight points of low order. */
const torsion = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
const [secret, nonce] = [
  Fn.create(0x1234567890abcdefn ** 3n),
  Fn.create(0xfedcba0987654321n ** 3n),
];
const key = Point.BASE.multiply(secret);
const commitment = Point.BASE.multiply(nonce);

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

function challenge(r: Bytes, key: Bytes, message: Bytes): bigint {
  const hash = createHash("sha512");
  return Fn.create(littleEndian(hash.update(concat(r, key, message)).digest()));
}

/**
 * Signs a message of which the challenge leaves `rest` when divided by 8: that decides whether a
 * key's part of low order falls away. `r` and `public` are written as they stand.
 */
function sign(
  { r, s }: { r: Bytes; s: bigint },
  { bytes, secret }: { bytes: Bytes; secret: bigint },
  rest?: bigint,
): Omit<OddSignature, "name" | "valid"> {
  for (let n = 0; ; n++) {
    const message = utf8(`message ${n}`);
    const k = challenge(r, bytes, message);
    if (rest !== undefined && k % 8n !== rest) continue;
    const proof = Fn.toBytes(Fn.create(s + k * secret));
    return {
      key: toBase64url(bytes),
      message: toBase64url(message),
      signature: toBase64url(concat(r, proof)),
    };
  }
}

const honest = { r: bytesOf(commitment), s: nonce };
const good = { bytes: bytesOf(key), secret };

/** The same in each run; testdata/signatures.json holds them for Go. */
export function makeOddSignatures(): OddSignature[] {
  const mixed = { bytes: bytesOf(key.add(torsion)), secret };
  const none = { r: bytesOf(Point.ZERO), s: 0n };
  const unreduced = hex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  const negativeZero = hex("0100000000000000000000000000000000000000000000000000000000000080");
  const refused = (name: string, odd: Omit<OddSignature, "name" | "valid">): OddSignature => ({
    name,
    ...odd,
    valid: false,
  });
  const list: OddSignature[] = [
    { name: "honest", ...sign(honest, good), valid: true },
    { name: "mixed key, its low part gone", ...sign(honest, mixed, 0n), valid: true },
    refused("mixed key, good only with the cofactor", sign(honest, mixed, 3n)),
    refused(
      "mixed R, good only with the cofactor",
      sign({ r: bytesOf(commitment.add(torsion)), s: nonce }, good),
    ),
    refused("R of low order", sign(none, good)),
    refused("R of low order, not reduced", sign({ r: unreduced, s: 0n }, good)),
    refused("key not reduced", sign(honest, { bytes: unreduced, secret: 0n })),
    refused("key with a negative zero", sign(honest, { bytes: negativeZero, secret: 0n })),
    refused("S not reduced", withLargeS(sign(honest, good))),
  ];
  for (let n = 0, low = Point.ZERO; n < 8; n++, low = low.add(torsion))
    list.push(
      refused(`key ${n} of low order`, sign(honest, { bytes: bytesOf(low), secret: 0n }, 0n)),
    );
  return list;
}

/** The same signature with S + L in place of S. */
function withLargeS(odd: Omit<OddSignature, "name" | "valid">) {
  const bytes = Buffer.from(odd.signature, "base64url");
  const s = littleEndian(bytes.subarray(32)) + Fn.ORDER;
  const large = hex(s.toString(16).padStart(64, "0")).reverse();
  return { ...odd, signature: toBase64url(concat(bytes.subarray(0, 32), large)) };
}
