// What each of the two implementations has to do, and both alike.
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { type Bytes, random, utf8 } from "../bytes.ts";
import { makeOddSignatures } from "../testing/oddsignatures.ts";
import { flipBit } from "../vectors.ts";
import { nobleAgreement, nobleSignatures } from "./noble.ts";
import { nativeAgreement, nativeSignatures } from "./webcrypto.ts";

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "hex"));
const unhex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const native = { name: "the browser's", signatures: nativeSignatures, agreement: nativeAgreement };
const noble = { name: "ours", signatures: nobleSignatures, agreement: nobleAgreement };

// RFC 7748, section 6.1.
const alice = {
  secret: hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
  key: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
};
const bob = {
  secret: hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
  key: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
};
const agreed = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

/** Each u of low order, on the curve or its twist, as it may be written. */
const lowOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "0100000000000000000000000000000000000000000000000000000000000080",
];

describe.each([native, noble])("X25519, $name", ({ agreement }) => {
  it("is that of RFC 7748", async () => {
    const [a, b] = [
      await agreement.fromSecret(alice.secret),
      await agreement.fromSecret(bob.secret),
    ];
    expect([a, b].map(({ publicKey }) => unhex(publicKey))).toEqual([alice.key, bob.key]);
    expect(unhex(await a.deriveSecret(b.publicKey))).toBe(agreed);
    expect(unhex(await b.deriveSecret(a.publicKey))).toBe(agreed);
  });

  it.each(lowOrder)("refuses %s, which makes a secret that everybody knows", async (key) => {
    await expect((await agreement.generate()).deriveSecret(hex(key))).rejects.toThrow();
  });

  it("takes a key with its highest bit set, and one that is not reduced, as the number it stands for", async () => {
    const own = await agreement.generate();
    const [two, larger] = [hex("02".padEnd(64, "0")), hex(`ef${"ff".repeat(30)}7f`)];
    const secret = await own.deriveSecret(two);
    expect(await own.deriveSecret(larger)).toEqual(secret);
    expect(await own.deriveSecret(flipBit(two, 31, 7))).toEqual(secret);
  });
});

test("both agree with each other, whoever has which", async () => {
  for (let n = 0; n < 20; n++) {
    const [a, b] = [await nativeAgreement.generate(), await nobleAgreement.generate()];
    const secret = await a.deriveSecret(b.publicKey);
    expect(await b.deriveSecret(a.publicKey)).toEqual(secret);
  }
});

test.each([
  [native, noble],
  [noble, native],
])("$name signs as the other does, and the other finds it good", async (one, other) => {
  for (let n = 0; n < 20; n++) {
    const [seed, message] = [random(32), random(n * 7)];
    const key = await one.signatures.fromSeed(seed);
    const signature = await key.sign(message);
    expect((await other.signatures.fromSeed(seed)).publicKey).toEqual(key.publicKey);
    expect(await other.signatures.verify(key.publicKey, message, signature)).toBe(true);
    expect(await other.signatures.verify(key.publicKey, utf8("another"), signature)).toBe(false);
  }
});

test("a key in WebCrypto keeps its private part to itself", async () => {
  const keys = [await nativeSignatures.generate(), await nativeSignatures.fromSeed(random(32))];
  for (const { privateKey } of keys)
    for (const format of ["pkcs8", "jwk"] as const)
      await expect(crypto.subtle.exportKey(format, privateKey)).rejects.toThrow();
});

const file = new URL("../../../testdata/signatures.json", import.meta.url);

test("Go has the same odd signatures as these tests", () => {
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(makeOddSignatures());
});
