import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromBase64url, random, toBase64url, uint32, utf8 } from "./bytes.ts";
import { type ChannelIds, type ChannelProblem, readHeader, SealedChannel } from "./channel.ts";
import { sha256 } from "./hash.ts";
import { initiate, respond } from "./noise.ts";
import { fixedShare } from "./testing/fixedshare.ts";
import { flipBit, vectors } from "./vectors.ts";

const [psk, room] = [random(32), toBase64url(random(16))];
const [anna, ben] = [toBase64url(random(8)), toBase64url(random(8))];
const annas: ChannelIds = { psk, room, self: anna, peer: ben };
const bens: ChannelIds = { psk, room, self: ben, peer: anna };

async function connect(): Promise<[SealedChannel, SealedChannel]> {
  const { channel, body } = await SealedChannel.initiate(annas);
  const answer = await SealedChannel.respond(bens, body, new Set());
  await channel.receive(answer.body);
  return [channel, answer.channel];
}

/** What Anna says to Ben without a SealedChannel. */
const prologue = (attempt: Bytes) =>
  concat(utf8("einmal/1"), ...[room, anna, ben].map((text) => fromBase64url(text)), attempt);
const wrap = (type: number, attempt: Bytes, message: Bytes) =>
  concat(Uint8Array.of(type), attempt, message);

const failing = (code: ChannelProblem) => expect.objectContaining({ name: "ChannelError", code });

describe("a sealed channel", () => {
  it.each(vectors.handshakes.map((vector, i) => [i, vector] as const))(
    "%i is Go's to the byte",
    async (_, vector) => {
      const common = { psk: fromBase64url(vector.psk), room: vector.room };
      const [a, b] = [vector.initiator, vector.responder];
      const fixed = { attempt: vector.attempt, ephemeral: await fixedShare(vector.initiatorE) };
      const { channel, body } = await SealedChannel.initiate(
        { ...common, self: a, peer: b },
        fixed,
      );
      expect(toBase64url(body)).toBe(vector.body1);
      const ends = { ...common, self: b, peer: a };
      const answer = await SealedChannel.respond(ends, body, new Set(), {
        ephemeral: await fixedShare(vector.responderE),
      });
      expect(toBase64url(answer.body)).toBe(vector.body2);
      expect(await channel.receive(answer.body)).toBeUndefined();
      for (const { handshakeHash: h } of [channel, answer.channel])
        expect(toBase64url(h)).toBe(vector.h);
      for (const message of vector.messages) {
        const [from, to] = message.fromInitiator
          ? [channel, answer.channel]
          : [answer.channel, channel];
        const text = message.text.repeat(message.repeat);
        const sealed = await from.seal(text);
        expect(toBase64url(await sha256(sealed))).toBe(message.sha256);
        if (message.body !== undefined) expect(toBase64url(sealed)).toBe(message.body);
        expect(await to.receive(sealed)).toBe(text);
      }
    },
  );

  it("names its attempt in each body, and makes a new one each time", async () => {
    const [one, other] = [await SealedChannel.initiate(annas), await SealedChannel.initiate(annas)];
    expect(one.channel.attempt).not.toBe(other.channel.attempt);
    const { channel, body } = await SealedChannel.respond(bens, one.body, new Set());
    expect(readHeader(one.body)).toEqual({ type: 1, attempt: one.channel.attempt });
    expect(readHeader(body)).toEqual({ type: 2, attempt: one.channel.attempt });
    expect(readHeader(await channel.seal(""))).toEqual({ type: 3, attempt: one.channel.attempt });
  });

  it("is ready for the responder at once and for the initiator after the answer", async () => {
    const { channel, body } = await SealedChannel.initiate(annas);
    expect(channel.isReady).toBe(false);
    expect(() => channel.handshakeHash).toThrow("not ready");
    await expect(channel.seal("too early")).rejects.toThrow("not ready");
    const answer = await SealedChannel.respond(bens, body, new Set());
    expect(answer.channel.isReady).toBe(true);
    await channel.receive(answer.body);
    expect(channel.isReady).toBe(true);
  });

  it("takes the answer and what follows it at the same time", async () => {
    const { channel, body } = await SealedChannel.initiate(annas);
    const answer = await SealedChannel.respond(bens, body, new Set());
    const bodies = [
      answer.body,
      ...(await Promise.all(["one", "two", "three"].map((text) => answer.channel.seal(text)))),
    ];
    expect(await Promise.all(bodies.map((body) => channel.receive(body)))).toEqual([
      undefined,
      "one",
      "two",
      "three",
    ]);
  });

  it("hides lengths below the next size", async () => {
    const [a] = await connect();
    const lengths = await Promise.all(
      ["", "x", "x".repeat(252), "ü".repeat(127)].map(async (text) => (await a.seal(text)).length),
    );
    expect(lengths).toEqual([281, 281, 281, 1049]);
  });

  it("says too-long of 65,516 bytes, and goes on", async () => {
    const [a, b] = await connect();
    await expect(a.seal("x".repeat(65_516))).rejects.toEqual(failing("too-long"));
    await expect(a.seal("ü".repeat(32_758))).rejects.toEqual(failing("too-long"));
    const longest = await a.seal("x".repeat(65_515));
    // With the sid before it, it must fit into what the server passes on.
    expect(8 + longest.length).toBeLessThanOrEqual(67_584);
    expect(await b.receive(longest)).toBe("x".repeat(65_515));
  });
});

describe("a message 1", () => {
  it.each<[string, Partial<ChannelIds>]>([
    ["another psk", { psk: random(32) }],
    ["another room", { room: toBase64url(random(16)) }],
    ["another sender", { peer: toBase64url(random(8)) }],
    ["another addressee", { self: toBase64url(random(8)) }],
    ["the other direction", { self: anna, peer: ben }],
  ])("for %s is stale", async (_, other) => {
    const { body } = await SealedChannel.initiate(annas);
    const seen = new Set<string>();
    await expect(SealedChannel.respond({ ...bens, ...other }, body, seen)).rejects.toEqual(
      failing("stale"),
    );
    expect(seen.size).toBe(0);
  });

  it("changed in any byte or cut is stale, and leaves the real one its chance", async () => {
    const { body } = await SealedChannel.initiate(annas);
    const seen = new Set<string>();
    for (let at = 0; at < body.length; at++) {
      await expect(SealedChannel.respond(bens, flipBit(body, at), seen)).rejects.toEqual(
        failing("stale"),
      );
      await expect(SealedChannel.respond(bens, body.slice(0, at), seen)).rejects.toEqual(
        failing("stale"),
      );
    }
    await SealedChannel.respond(bens, body, seen);
  });

  it("repeated is an attack, later and at the same time", async () => {
    const { channel, body } = await SealedChannel.initiate(annas);
    const seen = new Set<string>();
    const both = await Promise.allSettled(
      [1, 2].map(() => SealedChannel.respond(bens, body, seen)),
    );
    // Either may be the first to decrypt.
    const refused = both.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ reason: failing("attack") }]);
    expect(seen).toEqual(new Set([channel.attempt]));
    await expect(SealedChannel.respond(bens, body, seen)).rejects.toEqual(failing("attack"));
    await expect(SealedChannel.respond(bens, flipBit(body, 50), seen)).rejects.toEqual(
      failing("attack"),
    );
  });

  it("of a version that we do not speak is a bad message", async () => {
    const attempt = random(8);
    for (const version of [Uint8Array.of(2), Uint8Array.of(1, 1), new Uint8Array(0)]) {
      const { message1 } = await initiate({ psk, prologue: prologue(attempt) }, version);
      const body = wrap(1, attempt, message1);
      await expect(SealedChannel.respond(bens, body, new Set())).rejects.toEqual(
        failing("bad-message"),
      );
    }
  });
});

it("an answer of a version that we do not speak is a bad message", async () => {
  const { channel, body } = await SealedChannel.initiate(annas);
  const attempt = fromBase64url(channel.attempt);
  const response = await respond({ psk, prologue: prologue(attempt) }, body.slice(9));
  const { message2 } = await response.finish(Uint8Array.of(2));
  await expect(channel.receive(wrap(2, attempt, message2))).rejects.toEqual(failing("bad-message"));
  expect(channel.isReady).toBe(false);
});

describe("a body for an open channel", () => {
  it("of another attempt, or of none, is stale and changes nothing", async () => {
    const [a, b] = await connect();
    const [foreign] = await connect();
    const body = await a.seal("text");
    for (const other of [
      await foreign.seal("text"),
      flipBit(body, 1),
      flipBit(body, 8),
      body.slice(0, 8),
      new Uint8Array(0),
    ]) {
      await expect(b.receive(other)).rejects.toEqual(failing("stale"));
    }
    expect(await b.receive(body)).toBe("text");
  });

  const attacks: [string, (a: SealedChannel, b: SealedChannel) => Promise<Bytes>][] = [
    ["changed", async (a) => flipBit(await a.seal("text"), 100)],
    ["cut", async (a) => (await a.seal("text")).slice(0, -1)],
    ["cut to its header", async (a) => (await a.seal("text")).slice(0, 9)],
    ["of an unknown type", async (a) => flipBit(await a.seal("text"), 0, 3)],
    ["that is a message 2", async (a) => flipBit(await a.seal("text"), 0, 0)],
    ["that is a message 1", async (a) => flipBit(await a.seal("text"), 0, 1)],
    ["of the receiver itself", async (_, b) => b.seal("text")],
    [
      "after one that was left out",
      async (a) => {
        await a.seal("left out");
        return a.seal("text");
      },
    ],
    [
      "that came before",
      async (a, b) => {
        const body = await a.seal("text");
        await b.receive(body);
        return body;
      },
    ],
  ];
  it.each(attacks)("%s is an attack, and nothing is believed afterwards", async (_, make) => {
    const [a, b] = await connect();
    const body = await make(a, b);
    const next = await a.seal("next");
    const received = await Promise.allSettled([b.receive(body), b.receive(next)]);
    for (const result of received)
      expect(result).toMatchObject({ status: "rejected", reason: failing("attack") });
    await expect(b.seal("text")).rejects.toEqual(failing("attack"));
  });

  it("in place of the answer is an attack", async () => {
    for (const make of [
      async (answer: Bytes) => flipBit(answer, 30),
      async (answer: Bytes) => flipBit(answer, answer.length - 1),
      async (answer: Bytes) => answer.slice(0, 20),
      async (answer: Bytes) => flipBit(answer, 0),
    ]) {
      const { channel, body } = await SealedChannel.initiate(annas);
      const answer = await SealedChannel.respond(bens, body, new Set());
      await expect(channel.receive(await make(answer.body))).rejects.toEqual(failing("attack"));
      await expect(channel.receive(answer.body)).rejects.toEqual(failing("attack"));
    }
  });

  it("that comes before the answer, or repeats it, is an attack", async () => {
    const { channel, body } = await SealedChannel.initiate(annas);
    const answer = await SealedChannel.respond(bens, body, new Set());
    await expect(channel.receive(await answer.channel.seal("text"))).rejects.toEqual(
      failing("attack"),
    );
    const again = await SealedChannel.initiate(annas);
    const second = await SealedChannel.respond(bens, again.body, new Set());
    await again.channel.receive(second.body);
    await expect(again.channel.receive(second.body)).rejects.toEqual(failing("attack"));
  });

  it.each([
    ["with something after the text", concat(uint32(1), utf8("xx"), new Uint8Array(250))],
    ["of no size of ours", new Uint8Array(100)],
    ["that is not UTF-8", concat(uint32(1), Uint8Array.of(0xff), new Uint8Array(251))],
  ])("that is authentic and yet %s is a bad message", async (_, plaintext) => {
    const attempt = random(8);
    const { message1, finish } = await initiate(
      { psk, prologue: prologue(attempt) },
      Uint8Array.of(1),
    );
    const { channel, body } = await SealedChannel.respond(
      bens,
      wrap(1, attempt, message1),
      new Set(),
    );
    const { transport } = await finish(body.slice(9));
    await expect(
      channel.receive(wrap(3, attempt, await transport.encrypt(plaintext))),
    ).rejects.toEqual(failing("bad-message"));
    await expect(channel.seal("text")).rejects.toEqual(failing("bad-message"));
  });
});
