// @vitest-environment happy-dom
// Links for one person each: what the host's browser tells of who knocks with them.
import { beforeEach, describe, expect, it } from "vitest";
import { random, toBase64url } from "../crypto/bytes.ts";
import { deriveRoom, formatLink, newRoom, parseLink, personalPart } from "../crypto/link.ts";
import { makePersonalTicket, readPersonalTicket } from "../crypto/personal.ts";
import { GuestLinks, mostGuestLinks } from "./guestlinks.ts";
import { personalTicket } from "./personal.ts";

const origin = "https://call.example";
let hostLink: string;
let links: GuestLinks;
beforeEach(async () => {
  localStorage.clear();
  hostLink = formatLink(origin, await newRoom("chat"));
  links = await GuestLinks.openFor(hostLink, undefined);
});

/** What somebody shows who has opened this link on a device. */
async function ticketOf(link: string, device = random(32)): Promise<string> {
  const { room } = await deriveRoom(parseLink(link));
  return makePersonalTicket(personalPart(link).slice(1), room, device);
}
const add = async (name: string) => (await links.addLink(name))?.link ?? "";

describe("a link for one person", () => {
  it("is a guest link of the room with something behind it, also in a text", async () => {
    const link = await add("Anna Berg");
    const plain = parseLink(link);
    expect(plain.role).toBe("guest");
    expect(plain.secret).toEqual(parseLink(hostLink).secret);
    const token = personalPart(link);
    expect(token).toMatch(/^\.[\w-]{22}$/);
    expect(personalPart(`Hier: <${link}>.`)).toBe(token);
    for (const damaged of [link.slice(0, -1), `${link}x`, link.replace(".", ""), hostLink])
      expect(personalPart(damaged)).toBe("");
    expect(parseLink(link.slice(0, -5))).toEqual(plain); // it still leads to the room
  });

  it("is bound to the first device, also over a reload", async () => {
    const [link, device] = [await add("Anna Berg"), random(32)];
    const ticket = await ticketOf(link, device);
    expect(await links.judgeTicket(ticket)).toEqual({ is: "first", name: "Anna Berg" });
    links = await GuestLinks.openFor(hostLink, undefined);
    expect(await links.judgeTicket(ticket)).toEqual({ is: "same", name: "Anna Berg" });
    expect(await links.judgeTicket(await ticketOf(link))).toEqual({
      is: "other",
      name: "Anna Berg",
    });
    expect(links.all.value).toHaveLength(1);
  });

  it("has one first device although two knock at once, in two views", async () => {
    const [link, other] = [await add("Anna"), await GuestLinks.openFor(hostLink, undefined)];
    const both = [await ticketOf(link), await ticketOf(link)] as const;
    const verdicts = await Promise.all([links.judgeTicket(both[0]), other.judgeTicket(both[1])]);
    expect(verdicts.map((one) => one?.is)).toEqual(["first", "other"]);
  });

  it("can be revoked, also in another tab, and is not by number", async () => {
    const [anna, ben] = [await add("Anna"), await add("Ben")];
    const other = await GuestLinks.openFor(hostLink, undefined);
    await other.revoke(other.all.value[0]?.number ?? 0);
    expect(await links.judgeTicket(await ticketOf(anna))).toEqual({ is: "revoked", name: "Anna" });
    expect((await links.judgeTicket(await ticketOf(ben)))?.is).toBe("first");
    expect((await links.addLink("Carla"))?.number).toBe(3);
  });

  it("is unknown in another browser, and none of another host or room", async () => {
    const ticket = await ticketOf(await add("Anna"));
    localStorage.clear();
    links = await GuestLinks.openFor(hostLink, undefined);
    expect(await links.judgeTicket(ticket)).toEqual({ is: "unknown", name: "" });
    const another = await GuestLinks.openFor(formatLink(origin, await newRoom("chat")), undefined);
    expect(await another.judgeTicket(ticket)).toBeUndefined();
    for (const text of ["", "AAAA", toBase64url(random(32)), toBase64url(random(84))])
      expect(await links.judgeTicket(text)).toBeUndefined();
  });

  it("lies in this browser as noise, and not for ever", async () => {
    await add("Anna Berg");
    const kept = JSON.stringify({ ...localStorage });
    const { secret } = parseLink(hostLink);
    for (const word of ["Anna", "Berg", toBase64url(secret), "call.example", hostLink.slice(-20)])
      expect(kept).not.toContain(word);
    for (const name of Object.keys(localStorage))
      localStorage.setItem(name, JSON.stringify({ until: Date.now() - 1, sealed: "AAAA" }));
    await GuestLinks.openFor(formatLink(origin, await newRoom("chat")), undefined);
    expect(localStorage.length).toBe(0);
  });

  it("is one of so many", async () => {
    for (let i = 0; i < mostGuestLinks; i++) await links.addLink(`Guest ${i}`);
    expect(await links.addLink("one more")).toBeUndefined();
  });
});

describe("a guest's device", () => {
  it("shows the same to one host, and nothing in common to two", async () => {
    const link = await add("Anna");
    const fragment = new URL(link).hash;
    const [first, again] = [
      await personalTicket(personalPart(link), fragment),
      await personalTicket(personalPart(link), fragment),
    ];
    expect(first).toBe(again);
    expect(first).toHaveLength(43);
    const other = await GuestLinks.openFor(formatLink(origin, await newRoom("chat")), undefined);
    const second = (await other.addLink("Anna"))?.link ?? "";
    const there = await personalTicket(personalPart(second), new URL(second).hash);
    expect(there.slice(-20)).not.toBe(first.slice(-20));
    const { room } = await deriveRoom(parseLink(link));
    expect(await readPersonalTicket({} as CryptoKey, room, first)).toBeUndefined();
  });
});
