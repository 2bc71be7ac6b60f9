// Properties that hold for all links, handshakes and frames, tried with many.
import { expect, test } from "vitest";
import { equalBytes, fromBase64url, toBase64url, utf8 } from "./bytes.ts";
import { keyFromSeed } from "./ed25519.ts";
import {
  deriveRoom,
  formatLink,
  guestLink,
  type Link,
  LinkError,
  matchesHash,
  parseLink,
} from "./link.ts";
import { initiate, respond, type Transport } from "./noise.ts";
import { pad, unpad } from "./padding.ts";
import { always, Random } from "./testing/random.ts";

const kinds = ["video", "audio", "chat"] as const;

function link(random: Random): Link {
  const [kind, secret] = [random.pickFrom(kinds), random.randomBytes(16)];
  return random.integerBelow(2) === 0
    ? { role: "host", kind, secret, seed: random.randomBytes(32) }
    : { role: "guest", kind, secret, hostKeyHash: random.randomBytes(16) };
}

async function connect(random: Random): Promise<[Transport, Transport]> {
  const handshake = { psk: random.randomBytes(32), prologue: random.randomBytes(40) };
  const initiation = await initiate(handshake, Uint8Array.of(1));
  const response = await respond(handshake, initiation.message1);
  const { message2, transport } = await response.finish(Uint8Array.of(1));
  return [(await initiation.finish(message2)).transport, transport];
}

test("bytes become one text, and only that text becomes them again", () =>
  always(500, (random) => {
    const bytes = random.randomBytes(random.integerBelow(80));
    const text = toBase64url(bytes);
    expect(fromBase64url(text)).toEqual(bytes);
    if (text === "") return;
    const at = random.integerBelow(text.length);
    const other = `${text.slice(0, at)}${random.pickFrom(["=", "+", "/", " ", "\n", "ä"])}${text.slice(at + 1)}`;
    expect(() => fromBase64url(other)).toThrow(RangeError);
  }));

test("a link is read as it was written", () =>
  always(300, (random) => {
    const made = link(random);
    expect(parseLink(formatLink("https://call.example", made))).toEqual(made);
  }));

test("a link with a character too few or changed is refused, or leads to another room or host, never to this one", () =>
  always(500, (random) => {
    const made = link(random);
    const text = formatLink("https://call.example", made);
    const from = text.indexOf("#") + 1;
    const at = from + random.integerBelow(text.length - from);
    for (const other of [
      text.slice(0, at),
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + random.pickFrom(["A", "_", "%", "9"]) + text.slice(at + 1),
    ]) {
      if (other === text) continue;
      try {
        expect(parseLink(other)).not.toEqual(made);
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        expect(error.message).not.toContain(text.slice(from, from + 20));
      }
    }
  }));

test("a guest link pins its host's key and no other, and leads to the same room", () =>
  always(30, async (random) => {
    const host: Link = {
      role: "host",
      kind: "video",
      secret: random.randomBytes(16),
      seed: random.randomBytes(32),
    };
    const guest = await guestLink(host);
    expect(await matchesHash(guest.hostKeyHash, (await keyFromSeed(host.seed)).publicKey)).toBe(
      true,
    );
    expect(
      await matchesHash(
        guest.hostKeyHash,
        (await keyFromSeed(random.flipped(host.seed))).publicKey,
      ),
    ).toBe(false);
    const [a, b] = [await deriveRoom(host), await deriveRoom(guest)];
    expect(a).toEqual(b);
    expect((await deriveRoom({ ...host, secret: random.flipped(host.secret) })).room).not.toBe(
      a.room,
    );
  }));

test("a handshake with any bit turned is refused", () =>
  always(60, async (random) => {
    const handshake = { psk: random.randomBytes(32), prologue: random.randomBytes(40) };
    const initiation = await initiate(handshake, Uint8Array.of(1));
    await expect(respond(handshake, random.flipped(initiation.message1))).rejects.toThrow();
    await expect(
      respond({ ...handshake, psk: random.flipped(handshake.psk) }, initiation.message1),
    ).rejects.toThrow();
    const { message2 } = await (await respond(handshake, initiation.message1)).finish(
      Uint8Array.of(1),
    );
    await expect(initiation.finish(random.flipped(message2))).rejects.toThrow();
  }));

test("frames come as they were sent, in their order; what is turned, repeated or left out is refused", () =>
  always(40, async (random) => {
    const [a, b] = await connect(random);
    const plain = Array.from({ length: 4 }, () => random.randomBytes(random.integerBelow(300)));
    const sealed = [];
    for (const bytes of plain) sealed.push(await a.encrypt(bytes));
    const [first, second, third, fourth] = sealed as [
      Uint8Array<ArrayBuffer>,
      ...Uint8Array<ArrayBuffer>[],
    ];
    expect(await b.decrypt(first)).toEqual(plain[0]);
    expect(await b.decrypt(second as typeof first)).toEqual(plain[1]);
    const wrong = random.pickFrom([
      first,
      second,
      fourth,
      random.flipped(third as typeof first),
      (third as typeof first).slice(1),
    ]);
    await expect(b.decrypt(wrong as typeof first)).rejects.toThrow();
    await expect(a.decrypt(first)).rejects.toThrow(); // its own, reflected
  }));

test("padding hides all but the size class, and gives the text back", () =>
  always(300, (random) => {
    const text = random.randomText(random.pickFrom([10, 300, 2000]));
    const padded = pad(utf8(text));
    if (padded === undefined) throw new Error("it does not fit");
    expect([256, 1024, 4096, 16384]).toContain(padded.length);
    expect(unpad(padded)).toBe(text);
    const behind = 4 + utf8(text).length;
    if (behind === padded.length) return;
    const stained = Uint8Array.from(padded);
    stained[behind + random.integerBelow(padded.length - behind)] = 1;
    expect(unpad(stained)).toBeUndefined();
    expect(unpad(padded.slice(0, -1))).toBeUndefined();
  }));

test("equal is equality", () =>
  always(300, (random) => {
    const bytes = random.randomBytes(1 + random.integerBelow(40));
    expect(equalBytes(bytes, Uint8Array.from(bytes))).toBe(true);
    expect(equalBytes(bytes, random.flipped(bytes))).toBe(false);
    expect(equalBytes(bytes, bytes.slice(1))).toBe(false);
  }));

test("the same seed makes the same values", () => {
  expect(new Random(7).randomBytes(20)).toEqual(new Random(7).randomBytes(20));
  expect(new Random(7).randomBytes(20)).not.toEqual(new Random(8).randomBytes(20));
});
