import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "./bytes.ts";
import { keyFromSeed, sign, verify } from "./ed25519.ts";
import * as signed from "./signed.ts";
import { type SignedVector, vectors } from "./vectors.ts";

const makers: Record<string, (v: Required<SignedVector>) => Uint8Array> = {
  create: (v) =>
    signed.createBytes(fromBase64url(v.nonce), v.room, v.seats, v.lifetime, v.appointment),
  move: (v) => signed.moveBytes(fromBase64url(v.nonce), v.room, v.lifetime, v.appointment),
  creator: (v) => signed.creatorBytes(fromBase64url(v.nonce), v.room, v.key),
  join: (v) => signed.joinBytes(fromBase64url(v.nonce), v.room, v.sid),
  "join host": (v) => signed.joinHostBytes(fromBase64url(v.nonce), v.room, v.key),
  roster: (v) => signed.rosterBytes(v.room, v.epoch, v.members),
  names: (v) => signed.namesBytes(v.room, v.epoch, v.names),
  deny: (v) => signed.denyBytes(v.room, v.sid, v.key),
  end: (v) => signed.endBytes(v.room),
  pair: (v) => signed.authBytes(fromBase64url(v.h)),
  host: (v) => signed.hostAuthBytes(fromBase64url(v.h)),
};

describe("what is signed", () => {
  it.each(vectors.signed)("for $name is what Go signs, byte for byte", async (vector) => {
    const bytes = makers[vector.name]?.(vector as Required<SignedVector>) ?? new Uint8Array(0);
    expect(toBase64url(bytes)).toBe(vector.bytes);
    const key = await keyFromSeed(fromBase64url(vector.seed));
    expect(await sign(key, fromBase64url(vector.bytes))).toBe(vector.signature);
    expect(await verify(key.publicKey, fromBase64url(vector.bytes), vector.signature)).toBe(true);
  });

  it("has a vector for each purpose", () => {
    expect(new Set(vectors.signed.map(({ name }) => name))).toEqual(new Set(Object.keys(makers)));
  });

  it("is never the beginning of, or the same as, something else that is signed", () => {
    const all = vectors.signed.map(({ bytes }) => Buffer.from(bytes, "base64url"));
    for (const one of all) {
      for (const other of all)
        if (one !== other) expect(other.subarray(0, one.length).equals(one)).toBe(false);
    }
  });

  it("refuses identifiers of a wrong length", () => {
    const [room, sid, key, nonce] = [16, 8, 32, 32].map((length) =>
      toBase64url(new Uint8Array(length)),
    );
    const bytes = new Uint8Array(32);
    expect(() => signed.endBytes(sid ?? "")).toThrow(RangeError);
    expect(() => signed.denyBytes(room ?? "", room ?? "", key ?? "")).toThrow(RangeError);
    expect(() => signed.joinBytes(bytes.subarray(1), room ?? "")).toThrow(RangeError);
    expect(() => signed.joinHostBytes(bytes, room ?? "", sid ?? "")).toThrow(RangeError);
    expect(() => signed.moveBytes(bytes, room ?? "", 1, sid)).toThrow(RangeError);
    expect(() => signed.createBytes(bytes, room ?? "", 2, 1, nonce)).toThrow(RangeError);
    expect(() =>
      signed.rosterBytes(room ?? "", 1, [{ sid: key ?? "", key: nonce ?? "", role: "host" }]),
    ).toThrow(RangeError);
    expect(() => signed.rosterBytes(room ?? "", -1, [])).toThrow(RangeError);
    expect(() => signed.authBytes(bytes.subarray(1))).toThrow(RangeError);
  });
});
