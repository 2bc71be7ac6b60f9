import { describe, expect, it } from "vitest";
import { random, toBase64url } from "../crypto/bytes.ts";
import { generateKey } from "../crypto/ed25519.ts";
import { hashHostKey } from "../crypto/link.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import { SealedPath } from "./sealed.ts";
import { hello, makePaths } from "./testing/paths.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

describe("the sealed path", () => {
  it("never opens to somebody with another link", async () => {
    const { a, b } = await makePaths({ otherPsk: true });
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
    const { a, b } = await makePaths({
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
    const { a, b } = await makePaths();
    a.path.connect();
    await eventually(() => expect(b.opened).toBe(1));
    const first = a.sent[0] as Uint8Array;
    b.path.receive(first);
    await eventually(() => expect(b.attacks).toEqual(["attack"]));
  });

  it("is closed with an alarm when the peer is not who the roster says", async () => {
    const { a, b, keys } = await makePaths();
    // Somebody with the link, but not the member: the server put them at this sid.
    Object.assign(keys, { b: await generateKey() });
    a.path.send(hello("secret"));
    await eventually(() => expect(a.attacks).toEqual(["attack"]));
    expect(b.got).toEqual([]);
  });

  it("is closed with an alarm when a message is sent back to its sender", async () => {
    const { a } = await makePaths({ pass: () => [] });
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
        hostKey: () => hostKey,
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
