import { describe, expect, it } from "vitest";
import { fromBase64url, random, toBase64url, utf8 } from "./bytes.ts";
import { generateKey, keyFromSeed, sign, verify } from "./ed25519.ts";
import { makeOddSignatures } from "./testing/oddsignatures.ts";
import { flipBit } from "./vectors.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));

describe("Ed25519", () => {
  // RFC 8032, section 7.1, tests 1 and 3.
  it.each([
    {
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature:
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    },
    {
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature:
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    },
  ])("signs as RFC 8032 does: $message", async ({ seed, key, message, signature }) => {
    const signer = await keyFromSeed(hex(seed));
    expect(signer.publicKey).toBe(toBase64url(hex(key)));
    expect(await sign(signer, hex(message))).toBe(toBase64url(hex(signature)));
    expect(await verify(signer.publicKey, hex(message), toBase64url(hex(signature)))).toBe(true);
  });

  it("makes a new key each time", async () => {
    const [a, b] = [await generateKey(), await generateKey()];
    expect(a.publicKey).not.toBe(b.publicKey);
    const signature = await sign(a, utf8("text"));
    expect(await verify(a.publicKey, utf8("text"), signature)).toBe(true);
    expect(await verify(b.publicKey, utf8("text"), signature)).toBe(false);
  });

  it("refuses each signature with a bit turned over", async () => {
    const key = await generateKey();
    const message = utf8("text");
    const signature = Buffer.from(await sign(key, message), "base64url");
    for (let at = 0; at < signature.length; at++) {
      expect(
        await verify(key.publicKey, message, toBase64url(flipBit(signature, at, at % 8))),
      ).toBe(false);
    }
  });

  it.each(makeOddSignatures())("says of a signature by a $name: $valid", async (odd) => {
    expect(await verify(odd.key, fromBase64url(odd.message), odd.signature)).toBe(odd.valid);
  });

  it("refuses what is no key or no signature, without throwing", async () => {
    const key = await generateKey();
    const signature = await sign(key, utf8("text"));
    for (const other of [
      "",
      "AA",
      "no key!",
      toBase64url(new Uint8Array(31)),
      toBase64url(new Uint8Array(32).fill(255)),
    ]) {
      expect(await verify(other, utf8("text"), signature)).toBe(false);
      expect(await verify(key.publicKey, utf8("text"), other)).toBe(false);
    }
  });

  it("takes a seed of 32 bytes only", async () => {
    await expect(keyFromSeed(random(31))).rejects.toThrow(RangeError);
    await expect(keyFromSeed(random(33))).rejects.toThrow(RangeError);
  });
});
