// Somebody who only knocks, with a program of his own: what he can do to the host.
import { afterAll, beforeAll, expect, test } from "vitest";
import { signRoster } from "../src/call/mesh/roster.ts";
import { openRoomKeys, type RoomKeys } from "../src/call/roomkeys.ts";
import { makeJoin } from "../src/call/session/join.ts";
import { generateKey, type SigningKey, sign } from "../src/crypto/ed25519.ts";
import { guestLink, type HostLink, type Link, newRoom } from "../src/crypto/link.ts";
import * as signed from "../src/crypto/signed.ts";
import { createOnServer } from "../src/net/create.ts";
import type { PairMessage } from "../src/net/protocol.ts";
import { SignalSocket } from "../src/net/socket.ts";
import { SealedPath } from "../src/peer/sealed.ts";
import { installBrowser } from "./browser.ts";
import { pause } from "./clock.ts";
import { Line } from "./line.ts";
import { onPage, type Page } from "./page.ts";
import { type Name, Person } from "./person.ts";
import { Server } from "./server.ts";
import { Timeline } from "./timeline.ts";

let server: Server;
const timeline = new Timeline();
beforeAll(async () => {
  installBrowser();
  server = await Server.start("127.0.0.1");
});
afterAll(() => server.close());

const lineOf = (name: string, address: string) => {
  return { name, address, origin: Server.origin, timeline, slowMs: 0, fate: () => "pass" as const };
};

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let n = 0; !holds(); n++) {
    if (n > 500) throw new Error(`in vain: ${what}`);
    await pause(20);
  }
}

/** Knocks, and then says to the host what he likes. */
class Knocker {
  readonly said: PairMessage[] = [];
  closed: string | undefined;
  key: SigningKey | undefined;
  sid = "";
  path: SealedPath | undefined;
  #socket: SignalSocket | undefined;

  async knock(access: RoomKeys, url: string): Promise<void> {
    const key = await generateKey();
    this.key = key;
    const page: Page = {
      line: new Line(lineOf("Mallory", "127.0.0.9")),
      window: new EventTarget(),
    };
    onPage(page, () => {
      this.#socket = new SignalSocket({
        url,
        answer: (nonce) => makeJoin(access, key, nonce, { sid: "", roster: undefined }),
        message: (message) => {
          if (message.kind === "welcome") this.#meet(access, key, message.sid, message.host ?? "");
          if (message.kind === "deny") this.closed = "denied";
        },
        frame: (_, body) => this.path?.receive(body),
        lost: () => {},
        found: () => {},
        closed: () => {},
      });
    });
    await until("the host to answer", () => this.said.length > 0);
  }

  #meet(
    { psk, room, hostKeyHash: pin }: RoomKeys,
    key: SigningKey,
    sid: string,
    host: string,
  ): void {
    this.sid = sid;
    this.path = new SealedPath({
      channelIds: { psk, room, self: sid, peer: host },
      isInitiator: true,
      key,
      expected: () => ({ hostKeyHash: pin }),
      send: (body) => this.#socket?.sendFrame(host, body),
      needed: () => true,
      onEvent: (event) => event.kind === "message" && this.said.push(event.message),
    });
    this.path.send({ kind: "hello", name: "Mallory" });
  }

  close(): void {
    this.path?.close();
    this.#socket?.close();
  }
}

const person = (name: Name, link: Link, address: string) =>
  new Person(link, server.url, { ...lineOf(name, address), name });

/** Of a room that was just made; nobody is in it. */
async function hostLink(): Promise<HostLink> {
  const link = await newRoom("chat");
  const access = await openRoomKeys(link);
  const key = access.host?.key;
  if (key === undefined) throw new Error("no host");
  const { room } = access;
  const page: Page = { line: new Line(lineOf("host", "127.0.0.8")), window: new EventTarget() };
  await onPage(page, () =>
    createOnServer(
      server.url,
      async (nonce) => {
        const signature = await sign(key, signed.createBytes(nonce, room, 3, 3600));
        return {
          kind: "create",
          room,
          hostKey: key.publicKey,
          seats: 3,
          lifetime: 3600,
          signature,
        };
      },
      () => {},
    ),
  );
  return link;
}

async function inside(host: Person): Promise<void> {
  host.does("enters", (call) => call.join("Ms Weber", { relayOnly: false }));
  await until("the host to be in", () => host.call.phase.value === "joined");
}

async function atTheDoor(): Promise<{ host: Person; mallory: Knocker }> {
  const link = await hostLink();
  const host = person("host", link, "127.0.0.8");
  await inside(host);
  const mallory = new Knocker();
  await mallory.knock(await openRoomKeys(await guestLink(link)), server.url);
  await until("the card", () => host.call.knocks.value.length === 1);
  return { host, mallory };
}

test("a list and an end from somebody who only knocks are not even looked at", async () => {
  const { host, mallory } = await atTheDoor();
  const { key, sid } = mallory;
  if (key === undefined) throw new Error("no key");
  const forged = await signRoster(
    key,
    "A".repeat(22),
    [{ sid, key: key.publicKey, role: "host" }],
    undefined,
  );
  mallory.path?.send({ kind: "roster", ...forged });
  mallory.path?.send({ kind: "end", signature: "A".repeat(86) });
  const heard = mallory.said.length;
  mallory.path?.send({ kind: "hello", name: "Mallory" }); // is answered when all before has been taken in
  await until("an answer", () => mallory.said.length > heard);
  expect([host.call.problem.value, host.call.phase.value]).toEqual([undefined, "joined"]);
  mallory.close();
  host.close();
});

test("a knocker who breaks the rules loses his knock, and that is all that the host is told", async () => {
  const { host, mallory } = await atTheDoor();
  mallory.path?.send({ kind: "chat", text: "x".repeat(4001) });
  await until("the notice", () => host.call.problem.value !== undefined);
  expect(host.call.problem.value).toEqual({ code: "knock-closed", name: "Mallory" });
  expect(host.call.knocks.value).toEqual([]);
  await until("the host's word", () => mallory.closed === "denied");
  host.call.dismissProblem();
  expect([host.call.problem.value, host.call.phase.value]).toEqual([undefined, "joined"]);
  mallory.close();
  host.close();
});

test("a host who ends the call before being in it has the room deleted", async () => {
  const host = person("host", await hostLink(), "127.0.0.8");
  host.does("ends the call", (call) => call.endForAll());
  await pause(1000);
  expect(host.call.ending.value).toBe("ended");
  await until("the server's word", () => host.call.endedAt.value !== undefined);
  host.close();
});

test("a door is locked on the host's device that has locked it, and on no other", async () => {
  const link = await hostLink();
  const [host, other] = [person("host", link, "127.0.0.8"), person("D", link, "127.0.0.7")];
  await inside(host);
  host.does("locks", (call) => call.lock(true));
  const anna = person("A", await guestLink(link), "127.0.0.6");
  anna.does("knocks", (call) => call.join("Anna", { relayOnly: false }));
  await until("the door to be locked", () => anna.call.shut.value);
  expect(host.call.knocks.value).toEqual([]);
  host.close();
  await until("Anna to read that nobody is there", () => !anna.call.hostHere.value);
  expect(anna.call.shut.value).toBe(false);
  await inside(other);
  await until("the card", () => other.call.knocks.value.length === 1);
  await until("Anna to read that", () => anna.call.hostKnows.value);
  expect(anna.call.shut.value).toBe(false);
  for (const one of [other, anna]) one.close();
});

test("whoever is let in keeps the name under which that was, and writes nothing that turns a text around", async () => {
  const { host, mallory } = await atTheDoor();
  host.does("lets in", (call) => call.admit(mallory.sid));
  await until("the ticket", () => mallory.said.some(({ kind }) => kind === "ticket"));
  mallory.path?.send({ kind: "hello", name: "Ms Weber" });
  mallory.path?.send({ kind: "chat", text: "It is\u202e me." });
  await until("the line", () => host.call.chat.value.length > 0);
  expect(host.call.chat.value.map(({ name, text }) => [name, text])).toEqual([
    ["Mallory", "It is me."],
  ]);
  mallory.close();
  host.close();
});
