import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "./bytes.ts";
import {
  deriveRoom,
  formatFragment,
  formatLink,
  guestLink,
  type HostLink,
  hashHostKey,
  type Link,
  LinkError,
  type LinkProblem,
  matchesHash,
  newRoom,
  parseLink,
} from "./link.ts";
import { makeDice, vectors } from "./vectors.ts";

/**
 * The link as one string, or the code of the refusal; anything else that is thrown fails the test.
 */
function outcome(text: string): string {
  try {
    return formatFragment(parseLink(text));
  } catch (error) {
    if (error instanceof LinkError) return error.code;
    throw error;
  }
}

const fragments = vectors.links.flatMap(({ guest, host }) => [guest, host]);
const characters = [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
  ..."#1H =+/.%&>)\n\0äß",
  "\u{1F388}",
];

describe("links and keys", () => {
  it.each(vectors.links)("of a $kind room are those that Go makes", async (vector) => {
    const link: HostLink = {
      role: "host",
      kind: vector.kind,
      secret: fromBase64url(vector.secret),
      seed: fromBase64url(vector.seed),
    };
    expect(formatFragment(link)).toBe(vector.host);
    expect(parseLink(vector.host)).toEqual(link);
    const guest = await guestLink(link);
    expect(formatFragment(guest)).toBe(vector.guest);
    expect(parseLink(vector.guest)).toEqual(guest);
    expect(toBase64url(guest.hostKeyHash)).toBe(vector.pin);
    expect(toBase64url(await hashHostKey(vector.hostKey))).toBe(vector.pin);
    const { room, psk } = await deriveRoom(guest);
    expect(room).toBe(vector.room);
    expect(toBase64url(psk)).toBe(vector.psk);
  });

  it("of one room are the same for host and guest, and of two rooms differ in everything", async () => {
    const [one, other] = [await newRoom("video"), await newRoom("video")];
    expect(await deriveRoom(await guestLink(one))).toEqual(await deriveRoom(one));
    const [a, b] = [await deriveRoom(one), await deriveRoom(other)];
    expect(a.room).not.toBe(b.room);
    expect(a.psk).not.toEqual(b.psk);
    expect(one.seed).not.toEqual(other.seed);
  });

  it("of another kind lead to another room, under another key", async () => {
    const made = await newRoom("video");
    const [video, audio, chat] = await Promise.all(
      (["video", "audio", "chat"] as const).map((kind) => deriveRoom({ ...made, kind })),
    );
    expect(new Set([video?.room, audio?.room, chat?.room]).size).toBe(3);
    expect(new Set([video, audio, chat].map((keys) => String(keys?.psk))).size).toBe(3);
  });

  it("pin one host key", async () => {
    const { pin, hostKey } = vectors.links[0] ?? { pin: "", hostKey: "" };
    expect(await matchesHash(fromBase64url(pin), hostKey)).toBe(true);
    expect(await matchesHash(fromBase64url(pin), vectors.links[1]?.hostKey ?? "")).toBe(false);
  });
});

describe("reading a link", () => {
  it("takes a whole address, a fragment, and a fragment without its sign", async () => {
    const link = await newRoom("chat");
    const whole = formatLink("https://call.example", link);
    expect(whole).toMatch(/^https:\/\/call\.example\/#1H/);
    for (const text of [
      whole,
      whole.slice(whole.indexOf("#")),
      whole.slice(whole.indexOf("#") + 1),
    ]) {
      expect(parseLink(text)).toEqual(link);
    }
  });

  it("gives back each link that it made", async () => {
    for (const kind of ["video", "audio", "chat"] as const) {
      for (let i = 0; i < 10; i++) {
        const host = await newRoom(kind);
        const links: Link[] = [host, await guestLink(host)];
        for (const link of links) expect(parseLink(formatFragment(link))).toEqual(link);
      }
    }
  });

  it("says of each truncated link that its end is missing", () => {
    for (const fragment of fragments) {
      for (let length = 0; length < fragment.length; length++) {
        expect(outcome(fragment.slice(0, length))).toBe("link-incomplete");
      }
    }
  });

  it("takes no altered, longer or shorter link for another than it is written", () => {
    const others = [];
    for (const fragment of fragments) {
      for (let at = 1; at <= fragment.length; at++) {
        const [before, after, rest] = [
          fragment.slice(0, at),
          fragment.slice(at),
          fragment.slice(at + 1),
        ];
        const texts = characters.flatMap((character) => [
          before + character + after,
          before + character + rest,
        ]);
        for (const text of [...texts, before + rest]) {
          const read = outcome(text);
          if (!read.startsWith("link-") && read !== fragment && read !== text) others.push(text);
        }
      }
    }
    expect(others).toEqual([]);
  });

  it("throws nothing but a LinkError at whatever it is given", () => {
    const roll = makeDice(2);
    for (let i = 0; i < 1000; i++) {
      const pick = () => characters[roll(characters.length)] ?? "";
      const text =
        ["", "1", "1A", "1H", "#1HA"][roll(5)] + Array.from({ length: roll(80) }, pick).join("");
      outcome(text);
    }
  });

  it.each<[string, LinkProblem]>([
    ["", "link-incomplete"],
    ["#", "link-incomplete"],
    ["#1", "link-incomplete"],
    ["#1H", "link-incomplete"],
    ["#2AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "link-unknown"],
    [`#c${"Aa".repeat(21)}A`, "link-unknown"], // a creator link
    ["#1AAAA.", "link-incomplete"],
    [`#1Aw${"Aa".repeat(21)}`, "link-unknown"], // kind 3
    [`#1H${"A".repeat(64)}aB`, "link-unknown"], // stray bits
    [`#1${"A".repeat(44)}`, "link-unknown"], // in capitals
    [`#1${"Aa".repeat(23)}`, "link-unknown"], // too long
  ])("says of %j: %s", (text, code) => {
    expect(outcome(text)).toBe(code);
  });

  it("never quotes the link in its error", () => {
    for (const text of ["#1SECRET", "#1ASECRET.", "#9SECRET"]) {
      expect(() => parseLink(text)).toThrow(/^(?!.*SECRET)the /);
    }
  });
});
