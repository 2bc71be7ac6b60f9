import { describe, expect, it } from "vitest";
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64url,
  random,
  toBase64url,
  utf8,
} from "./bytes.ts";
import { type Handshake, initiate, NoiseError, respond, type Transport } from "./noise.ts";
import { fixedShare } from "./testing/fixedshare.ts";
import { flipBit, type HandshakeVector, vectors } from "./vectors.ts";

const version = Uint8Array.of(1);
const header = 9;

function agreed(vector: HandshakeVector): Handshake {
  const { room, initiator, responder, attempt } = vector;
  const parts = [room, initiator, responder, attempt].map((text) => fromBase64url(text));
  return { psk: fromBase64url(vector.psk), prologue: concat(utf8("einmal/1"), ...parts) };
}

const anywhere: Handshake = { psk: random(32), prologue: utf8("somewhere") };

/** Both ends of a finished handshake. */
async function connect(handshake = anywhere): Promise<[Transport, Transport]> {
  const initiation = await initiate(handshake, version);
  const response = await respond(handshake, initiation.message1);
  const { message2, transport } = await response.finish(version);
  return [(await initiation.finish(message2)).transport, transport];
}

describe("the Noise handshake", () => {
  it.each(vectors.handshakes.map((vector, i) => [i, vector] as const))(
    "%i is flynn/noise's",
    async (_, vector) => {
      const handshake = agreed(vector);
      const initiation = await initiate(
        { ...handshake, ephemeral: await fixedShare(vector.initiatorE) },
        version,
      );
      expect(initiation.message1).toEqual(fromBase64url(vector.body1).slice(header));
      const response = await respond(
        { ...handshake, ephemeral: await fixedShare(vector.responderE) },
        initiation.message1,
      );
      expect(response.payload).toEqual(version);
      const { message2, transport } = await response.finish(version);
      expect(message2).toEqual(fromBase64url(vector.body2).slice(header));
      const end = await initiation.finish(message2);
      expect(end.payload).toEqual(version);
      for (const { h } of [transport, end.transport]) expect(toBase64url(h)).toBe(vector.h);
    },
  );

  it("makes another hash and other messages each time", async () => {
    const [[a], [b]] = [await connect(), await connect()];
    expect(a.h).not.toEqual(b.h);
    expect(await a.encrypt(version)).not.toEqual(await b.encrypt(version));
  });

  it("carries payloads of any length", async () => {
    for (const length of [0, 1, 1000]) {
      const initiation = await initiate(anywhere, new Uint8Array(length));
      const response = await respond(anywhere, initiation.message1);
      expect(response.payload.length).toBe(length);
      const { message2 } = await response.finish(new Uint8Array(length));
      expect((await initiation.finish(message2)).payload.length).toBe(length);
    }
  });

  it("fails at message 1 for another psk or prologue", async () => {
    const { message1 } = await initiate(anywhere, version);
    await expect(respond({ ...anywhere, psk: random(32) }, message1)).rejects.toThrow(NoiseError);
    await expect(respond({ ...anywhere, prologue: utf8("elsewhere") }, message1)).rejects.toThrow(
      NoiseError,
    );
  });

  it("refuses each message 1 with a bit turned over or its end missing", async () => {
    const { message1 } = await initiate(anywhere, version);
    for (let at = 0; at < message1.length; at++) {
      await expect(respond(anywhere, flipBit(message1, at, at % 8))).rejects.toThrow(NoiseError);
      await expect(respond(anywhere, message1.slice(0, at))).rejects.toThrow(NoiseError);
    }
  });

  it("refuses each message 2 with a bit turned over, its end missing or of another handshake, and then takes the real one", async () => {
    const initiation = await initiate(anywhere, version);
    const answer = async (message1: Bytes) =>
      (await (await respond(anywhere, message1)).finish(version)).message2;
    const message2 = await answer(initiation.message1);
    for (let at = 0; at < message2.length; at++) {
      await expect(initiation.finish(flipBit(message2, at, at % 8))).rejects.toThrow(NoiseError);
      await expect(initiation.finish(message2.slice(0, at))).rejects.toThrow(NoiseError);
    }
    const foreign = await answer((await initiate(anywhere, version)).message1);
    await expect(initiation.finish(foreign)).rejects.toThrow(NoiseError);
    await expect(initiation.finish(initiation.message1)).rejects.toThrow(NoiseError);
    expect((await initiation.finish(message2)).payload).toEqual(version);
  });

  it("refuses a low-order key, which would make a secret that everybody knows", async () => {
    const initiation = await initiate(anywhere, version);
    const zeros = new Uint8Array(48);
    await expect(initiation.finish(zeros)).rejects.toThrow("low-order public key");
  });

  it("takes a psk of 32 bytes only", async () => {
    await expect(initiate({ ...anywhere, psk: random(31) }, version)).rejects.toThrow(RangeError);
  });
});

describe("the Noise transport", () => {
  it("keeps the order of calls made at the same time, both ways at once", async () => {
    const [a, b] = await connect();
    // Long ones and short ones, so that WebCrypto has a reason to finish them in another order.
    const texts = Array.from({ length: 60 }, (_, i) =>
      utf8(`${i} ${"x".repeat((i % 4) * 15_000)}`),
    );
    const through = async (from: Transport, to: Transport) => {
      const settled: number[] = [];
      const sealed = await Promise.all(
        texts.map((text, i) => from.encrypt(text).finally(() => settled.push(i))),
      );
      const opened = await Promise.all(
        sealed.map((message, i) => to.decrypt(message).finally(() => settled.push(i))),
      );
      expect(settled).toEqual([...texts.keys(), ...texts.keys()]);
      expect(opened.every((text, i) => equalBytes(text, texts[i] ?? version))).toBe(true);
    };
    await Promise.all([through(a, b), through(b, a)]);
  });

  it("refuses what is replayed, left out, turned round or changed, and goes on with the right one", async () => {
    const [a, b] = await connect();
    const sealed: Bytes[] = [];
    for (const text of ["first", "second", "third"]) sealed.push(await a.encrypt(utf8(text)));
    const [first = version, second = version, third = version] = sealed;
    await expect(b.decrypt(second)).rejects.toThrow(NoiseError);
    await expect(a.decrypt(first)).rejects.toThrow(NoiseError);
    for (let at = 0; at < first.length; at++) {
      await expect(b.decrypt(flipBit(first, at, at % 8))).rejects.toThrow(NoiseError);
      await expect(b.decrypt(first.slice(0, at))).rejects.toThrow(NoiseError);
    }
    expect(await b.decrypt(first)).toEqual(utf8("first"));
    await expect(b.decrypt(first)).rejects.toThrow(NoiseError);
    await expect(b.decrypt(third)).rejects.toThrow(NoiseError);
    expect(await b.decrypt(second)).toEqual(utf8("second"));
    expect(await b.decrypt(third)).toEqual(utf8("third"));
  });
});
