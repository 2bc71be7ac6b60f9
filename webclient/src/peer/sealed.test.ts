import { describe, expect, it, vi } from "vitest";
import { random } from "../crypto/bytes.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import type { PairMessage } from "../net/protocol.ts";
import { hello, makePaths, type Side } from "./testing/paths.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

/** Nothing more is said. A job of Web Crypto waits behind those that were begun before it. */
async function quiet(...sides: readonly Side[]): Promise<void> {
  const said = () => sides.reduce((sum, { sent }) => sum + sent.length, 0);
  for (let before = -1; before !== said(); ) {
    before = said();
    for (let i = 0; i < 20; i++) {
      await crypto.subtle.digest("SHA-256", new Uint8Array(1));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe("the sealed path", () => {
  it("delivers what was said before it was open, in order, both ways", async () => {
    const { a, b } = await makePaths();
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
      const { a } = await makePaths({ pass: () => [] });
      a.path.receive(Uint8Array.of(type, ...random(60)));
      if (begins === 0) await settle();
      await eventually(() => expect([type, a.sent.length, a.attacks]).toEqual([type, begins, []]));
    }
  });

  it("keeps the newest description with its candidates, and no more than so much else", async () => {
    let cut = true;
    const { a, b } = await makePaths({ pass: (_, body) => (cut ? [] : [body]) });
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

  it("asks for a restart once, however often that was asked while nothing came through", async () => {
    let cut = true;
    const { a, b } = await makePaths({ pass: (_, body) => (cut ? [] : [body]) });
    const answer: PairMessage = { kind: "description", type: "answer", sdp: "v=0" };
    a.path.send(answer);
    for (let n = 0; n < 200; n++) a.path.send({ kind: "restart" });
    a.path.send(hello("last"));
    await settle();
    cut = false;
    b.path.connect();
    await eventually(() => expect(b.got.at(-1)).toEqual(hello("last")));
    expect(b.got).toEqual([answer, { kind: "restart" }, hello("last")]);
  });

  it("says nothing but negotiation any more once the two have a data channel", async () => {
    let cut = true;
    const { a, b } = await makePaths({ pass: (_, body) => (cut ? [] : [body]) });
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
    const { a, b } = await makePaths();
    a.path.connect();
    b.path.connect();
    a.path.send(hello("a"));
    b.path.send(hello("b"));
    await eventually(() => expect([a.got, b.got]).toEqual([[hello("b")], [hello("a")]]));
    expect([...a.attacks, ...b.attacks]).toEqual([]);
  });

  it("opens although the first message of the later side was lost", async () => {
    let lost = 0;
    const { a, b } = await makePaths({
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
      const { a, b } = await makePaths();
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
    const { a, b } = await makePaths({ pass: (_, body) => (cut ? [] : [body]) });
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
        let passed = 0;
        let cut = true;
        const { a, b } = await makePaths({
          pass: (_, body) => (cut && passed++ >= lost ? [] : [body]),
        });
        a.path.connect();
        await vi.waitFor(() => expect(a.sent.length).toBeGreaterThan(0));
        await quiet(a, b);
        cut = false;
        // As fast as the machine is: time does not go on while something is being computed.
        for (let seconds = 0; seconds < 200 && a.opened * b.opened === 0; seconds++) {
          await vi.advanceTimersByTimeAsync(1000);
          await quiet(a, b);
        }
        expect([a.opened > 0, b.opened > 0]).toEqual([true, true]);
        a.path.send(hello("again"));
        await vi.waitFor(() => expect(b.got.at(-1)).toEqual(hello("again")), 20_000);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it("is opened anew as often as a line is lost, and forgets the oldest attempts", async () => {
    const { a, b } = await makePaths();
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
});
