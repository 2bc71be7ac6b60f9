import { describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../crypto/bytes.ts";
import { generateKey, type SigningKey } from "../crypto/ed25519.ts";
import { hashHostKey } from "../crypto/link.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import type { PairMessage } from "../net/protocol.ts";
import { SealedPath } from "./sealed.ts";

const hello = (name: string): PairMessage => ({ kind: "hello", name });
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

interface Side {
  path: SealedPath;
  key: SigningKey;
  got: PairMessage[];
  opened: number;
  attacks: string[];
  /** Bodies that this side has sent, in order. */
  sent: Uint8Array[];
}

/** Two sides and the server between them, which passes on what `pass` lets through. */
async function pair(
  options: { pass?: (from: "a" | "b", body: Uint8Array) => Uint8Array[]; otherPsk?: boolean } = {},
) {
  const psk = random(32);
  const room = toBase64url(random(16));
  const sids = { a: toBase64url(random(8)), b: toBase64url(random(8)) };
  const keys = { a: await generateKey(), b: await generateKey() };
  const pass = options.pass ?? ((_, body) => [body]);
  const make = (self: "a" | "b", other: "a" | "b", later: boolean): Side => {
    const side = { key: keys[self], got: [], opened: 0, attacks: [], sent: [] } as unknown as Side;
    side.path = new SealedPath({
      channelIds: {
        psk: options.otherPsk && self === "b" ? random(32) : psk,
        room,
        self: sids[self],
        peer: sids[other],
      },
      isInitiator: later,
      key: keys[self],
      expected: () => ({ key: keys[other].publicKey }),
      send: (body) => {
        side.sent.push(body);
        for (const passed of pass(self, body))
          queueMicrotask(() => (self === "a" ? sides.b : sides.a).path.receive(passed));
      },
      needed: () => true,
      onEvent: (event) => {
        if (event.kind === "authenticated") side.opened++;
        else if (event.kind === "message") side.got.push(event.message);
        else side.attacks.push(event.reason);
      },
    });
    return side;
  };
  const sides = { a: make("a", "b", true), b: make("b", "a", false) };
  return { ...sides, keys };
}

describe("the sealed path", () => {
  it("delivers what was said before it was open, in order, both ways", async () => {
    const { a, b } = await pair();
    a.path.send(hello("one"));
    a.path.send(hello("two"));
    b.path.send(hello("three"));
    const all = [[hello("one"), hello("two")], [hello("three")]];
    await eventually(() => expect([b.got, a.got]).toEqual(all));
    expect([...a.attacks, ...b.attacks]).toEqual([]);
  });

  it("drops a body of a type that nobody knows, and opens anew for one of a lost attempt", async () => {
    for (const [type, begins] of [
      [0, 0],
      [2, 1],
      [3, 1],
      [4, 0],
      [255, 0],
    ] as const) {
      const { a } = await pair({ pass: () => [] });
      a.path.receive(Uint8Array.of(type, ...random(60)));
      await settle();
      expect([type, a.sent.length, a.attacks]).toEqual([type, begins, []]);
    }
  });

  it("keeps the newest description with its candidates, and no more than so much else", async () => {
    let cut = true;
    const { a, b } = await pair({ pass: (_, body) => (cut ? [] : [body]) });
    const offer = (sdp: string): PairMessage => ({ kind: "description", type: "offer", sdp });
    for (const sdp of ["first", "second"]) {
      a.path.send(offer(sdp));
      a.path.send({ kind: "candidate", candidate: sdp, mid: "0" });
    }
    for (let n = 0; n < 200; n++) a.path.send(hello(String(n)));
    a.path.send(offer("third"));
    await settle();
    cut = false;
    b.path.connect();
    await eventually(() => expect(b.got.at(-1)).toEqual(offer("third")));
    expect(b.got.length).toBe(128);
  });

  it("says nothing but negotiation any more once the two have a data channel", async () => {
    let cut = true;
    const { a, b } = await pair({ pass: (_, body) => (cut ? [] : [body]) });
    a.path.send(hello("a"));
    const end: PairMessage = { kind: "candidate", candidate: "", mid: "0" };
    a.path.send(end);
    a.path.channelOpened();
    await settle();
    cut = false;
    b.path.connect();
    await eventually(() => expect(b.got).toEqual([end]));
  });

  it("opens when both sides start at the same moment", async () => {
    const { a, b } = await pair();
    a.path.connect();
    b.path.connect();
    a.path.send(hello("a"));
    b.path.send(hello("b"));
    await eventually(() => expect([a.got, b.got]).toEqual([[hello("b")], [hello("a")]]));
    expect([...a.attacks, ...b.attacks]).toEqual([]);
  });

  it("opens although the first message of the later side was lost", async () => {
    let lost = 0;
    const { a, b } = await pair({
      pass: (from, body) => (from === "a" && lost++ === 0 ? [] : [body]),
    });
    a.path.send(hello("a"));
    await settle();
    expect(b.opened).toBe(0);
    b.path.connect();
    await eventually(() => expect(b.got).toEqual([hello("a")]));
  });

  it("opens anew after a lost socket, whoever lost it", async () => {
    for (const loser of ["a", "b"] as const) {
      const { a, b } = await pair();
      a.path.connect();
      await eventually(() => expect([a.opened, b.opened]).toEqual([1, 1]));
      (loser === "a" ? a : b).path.resetChannel();
      // The side that has not heard of the loss speaks on the old channel; that message is gone,
      // the next one is not.
      (loser === "a" ? b : a).path.send(hello("lost"));
      await eventually(() => expect([a.opened, b.opened]).toEqual([2, 2]));
      (loser === "a" ? b : a).path.send(hello("found"));
      await eventually(() => expect((loser === "a" ? a : b).got).toEqual([hello("found")]));
      expect([...a.attacks, ...b.attacks]).toEqual([]);
    }
  });

  it("sends nothing any more that it sealed before a loss, or for the line of before", async () => {
    let cut = false;
    const { a, b } = await pair({ pass: (_, body) => (cut ? [] : [body]) });
    a.path.connect();
    await eventually(() => expect([a.opened, b.opened]).toEqual([1, 1]));
    cut = true;
    a.path.send(hello("lost with the socket"));
    await settle();
    // The next one is under way when the other socket is there.
    a.path.send(hello("sealed before"));
    await Promise.resolve();
    a.path.resetChannel();
    cut = false;
    await settle();
    a.path.send(hello("again"));
    await eventually(() => expect(b.got.at(-1)).toEqual(hello("again")));
    expect([a.attacks, b.attacks]).toEqual([[], []]);
  });

  it("opens after a silence, whatever was lost with a socket", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      for (let lost = 0; lost < 4; lost++) {
        let sent = 0;
        let cut = true;
        const { a, b } = await pair({ pass: (_, body) => (cut && sent++ >= lost ? [] : [body]) });
        a.path.connect();
        await vi.waitFor(() => expect(sent).toBeGreaterThan(0));
        while (sent > 0) {
          sent = 0; // until nothing more is said
          for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
        }
        cut = false;
        // The silence begins when the machine has got so far.
        await vi.waitFor(async () => {
          await vi.advanceTimersByTimeAsync(1000);
          expect([a.opened > 0, b.opened > 0]).toEqual([true, true]);
        }, 20_000);
        a.path.send(hello("again"));
        await vi.waitFor(() => expect(b.got.at(-1)).toEqual(hello("again")), 20_000);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it("is opened anew as often as a line is lost, and forgets the oldest attempts", async () => {
    const { a, b } = await pair();
    let first = "";
    for (let i = 1; i <= 258; i++) {
      a.path.resetChannel();
      a.path.connect();
      await eventually(() => expect([a.opened, b.opened]).toEqual([i, i]));
      if (i === 1) first = a.path.authenticatedAttempt;
    }
    expect([a.attacks, b.attacks]).toEqual([[], []]);
    for (const { path } of [a, b]) {
      expect(path.handshakeHash(first)).toBeUndefined();
      expect(path.handshakeHash(path.authenticatedAttempt)).toBeDefined();
    }
  }, 120_000); // 516 handshakes

  it("never opens to somebody with another link", async () => {
    const { a, b } = await pair({ otherPsk: true });
    a.path.send(hello("secret"));
    b.path.send(hello("secret"));
    await settle();
    expect([a.opened, b.opened, a.got.length, b.got.length]).toEqual([0, 0, 0, 0]);
  });

  it.each([
    [
      "changed",
      (body: Uint8Array) => [body.map((byte, i) => (i === body.length - 1 ? byte ^ 1 : byte))],
    ],
    ["repeated", (body: Uint8Array) => [body, body]],
    ["dropped", () => []],
  ])("is closed with an alarm when a message is %s", async (_, tamper) => {
    let transports = 0;
    const { a, b } = await pair({
      pass: (from, body) =>
        from === "a" && body[0] === 3 && transports++ === 1 ? tamper(body) : [body],
    });
    a.path.send(hello("one"));
    await eventually(() => expect(a.opened).toBe(1));
    a.path.send(hello("two"));
    a.path.send(hello("three"));
    await eventually(() => expect(b.attacks).toEqual(["attack"]));
    b.path.send(hello("after"));
    await settle();
    expect(a.got).toEqual([]);
    expect(b.got).not.toContainEqual(hello("three"));
  });

  it("is closed with an alarm when an old first message is played back", async () => {
    const { a, b } = await pair();
    a.path.connect();
    await eventually(() => expect(b.opened).toBe(1));
    const first = a.sent[0] as Uint8Array;
    b.path.receive(first);
    await eventually(() => expect(b.attacks).toEqual(["attack"]));
  });

  it("is closed with an alarm when the peer is not who the roster says", async () => {
    const { a, b, keys } = await pair();
    // Somebody with the link, but not the member: the server put them at this sid.
    Object.assign(keys, { b: await generateKey() });
    a.path.send(hello("secret"));
    await eventually(() => expect(a.attacks).toEqual(["attack"]));
    expect(b.got).toEqual([]);
  });

  it("is closed with an alarm when a message is sent back to its sender", async () => {
    const { a } = await pair({ pass: () => [] });
    a.path.connect();
    await eventually(() => expect(a.sent.length).toBe(1));
    a.path.receive((a.sent[0] as Uint8Array).map((byte, i) => (i === 0 ? 2 : byte)));
    await eventually(() => expect(a.attacks).toEqual(["attack"]));
  });

  it("shows a knocker the host that its link pins, and nobody else", async () => {
    const hostKey = await generateKey();
    const pins = [
      await hashHostKey(hostKey.publicKey),
      await hashHostKey((await generateKey()).publicKey),
    ];
    for (const [i, pin] of pins.entries()) {
      const events: string[] = [];
      const ends = { psk: random(32), room: toBase64url(random(16)) };
      const [self, peer] = [toBase64url(random(8)), toBase64url(random(8))];
      const host: SealedPath = new SealedPath({
        channelIds: { ...ends, self: peer, peer: self },
        isInitiator: false,
        key: await generateKey(),
        hostKey,
        expected: () => ({}),
        send: (body) => knocker.receive(body),
        needed: () => true,
        onEvent: () => {},
      });
      const knocker = new SealedPath({
        channelIds: { ...ends, self, peer },
        isInitiator: true,
        key: await generateKey(),
        expected: () => ({ hostKeyHash: pin }),
        send: (body) => host.receive(body),
        needed: () => true,
        onEvent: ({ kind }) => events.push(kind),
      });
      knocker.connect();
      await eventually(() => expect(events).toEqual([i === 0 ? "authenticated" : "attack"]));
    }
  });
});
