import { signal } from "@preact/signals-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { random } from "../../crypto/bytes.ts";
import { generateKey, sign } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import type { EndMessage } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import type { Peer } from "../model.ts";
import { openHostKeys } from "../roomkeys.ts";
import { joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";
import { lonelyMs } from "./endings.ts";

let session: TestSession;
beforeAll(installPeerConnections);
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
  });
});
afterEach(() => {
  vi.useRealTimers();
  session.members.mesh.close();
});

const reachesSomebody = (yes: boolean) =>
  vi.spyOn(session.members.mesh, "anyLive").mockReturnValue(yes);

/** With the host, the one other. */
const connected = (route: "direct" | "relay") =>
  vi
    .spyOn(session.members.mesh, "peers", "get")
    .mockReturnValue(signal([{ state: "connected", route } as Peer]));

describe("a guest", () => {
  beforeEach(async () => {
    session = await openSession("guest");
    await joinAsGuest(session);
    session.told.length = 0;
  });
  const end = (key = session.hostKey) => sign(key, signed.endBytes(session.keys.room));

  it("believes an end that the host has signed, and nobody else", async () => {
    await session.endings.takeEnd(await end(await generateKey()), true);
    expect([session.told, session.state.problem.value]).toEqual([[], { code: "forged-command" }]);
    await session.endings.takeEnd(await end(), true);
    expect(session.told).toEqual(["ended", "closed"]);
    expect(session.state.endedAt.value).toBeDefined();
  });

  it("who hears it directly waits a second for the server's word that the room is erased", async () => {
    await session.endings.takeEnd(await end(), false);
    expect([session.told, session.state.endedAt.value]).toEqual([["ended"], undefined]);
    vi.advanceTimersByTime(1000);
    expect(session.told).toEqual(["ended", "closed"]);
  });

  it("who has become the host waits for it, like every host", async () => {
    session.members.keys = { ...session.keys, host: await openHostKeys(random(32)) };
    await session.endings.takeEnd(await end(), false);
    vi.advanceTimersByTime(10_000);
    expect(session.told).toEqual(["ended"]);
  });

  it("is denied before it was in, and removed after; by a word about itself alone", async () => {
    const { endings, hostKey, key, keys, members, told } = session;
    const deny = (sid: string, publicKey: string) =>
      sign(hostKey, signed.denyBytes(keys.room, sid, publicKey));
    await endings.takeDeny(newSid(), await deny(members.sid, key.publicKey));
    expect([told, session.state.problem.value]).toEqual([[], undefined]);
    const stranger = (await generateKey()).publicKey;
    await endings.takeDeny(members.sid, await deny(members.sid, stranger));
    expect([told, session.state.problem.value?.code]).toEqual([[], "forged-command"]);
    await endings.takeDeny(members.sid, await deny(members.sid, key.publicKey));
    endings.joined();
    await endings.takeDeny(members.sid, await deny(members.sid, key.publicKey));
    expect(told).toEqual(["denied", "removed"]);
  });

  it.each(["denied", "ended"])("is not %s because the server says so", (code) => {
    session.endings.socketClosed(code);
    expect([session.told, session.state.problem.value]).toEqual([[], { code: "bad-server" }]);
    expect([session.state.closed.value, session.state.serverHere.value]).toEqual([true, false]);
  });

  describe.each([
    ["room-gone", "ended"],
    ["ended-by-operator", "ended-by-operator"],
  ] as const)("whose room is no more (%s)", (code, ending) => {
    const fate = () => session.state.fate.value;
    const endedAt = () => session.state.endedAt.value;

    it("goes on with whom it reaches directly, until it has been alone for a while", () => {
      connected("direct");
      reachesSomebody(true);
      session.endings.socketClosed(code);
      const said = new Date();
      expect([session.told, fate(), endedAt()]).toEqual([[], code, said]);
      vi.advanceTimersByTime(lonelyMs + 5000);
      reachesSomebody(false);
      vi.advanceTimersByTime(lonelyMs - 2000);
      reachesSomebody(true);
      vi.advanceTimersByTime(5000);
      reachesSomebody(false);
      vi.advanceTimersByTime(lonelyMs - 2000);
      expect(session.told).toEqual([]);
      vi.advanceTimersByTime(3000);
      expect([session.told, endedAt()]).toEqual([[ending, "closed"], said]);
    });

    it("is over with the last one who leaves", () => {
      connected("direct");
      reachesSomebody(true);
      session.endings.socketClosed(code);
      for (const sid of session.members.mesh.sids) session.members.mesh.removePeer(sid);
      vi.advanceTimersByTime(1000);
      expect(session.told).toEqual([ending, "closed"]);
    });

    it("is over at once for whom the relay alone had connected", () => {
      connected("relay");
      reachesSomebody(true);
      session.endings.socketClosed(code);
      expect([session.told, fate()]).toEqual([[ending, "closed"], code]);
    });
  });

  it("who waits reads that the room is gone, or that the operator has ended it", () => {
    session.state.phase.value = "waiting";
    session.endings.socketClosed("room-gone");
    expect([session.state.phase.value, session.told]).toEqual(["gone", []]);
    session.state.phase.value = "waiting";
    session.endings.socketClosed("ended-by-operator");
    expect(session.told).toEqual(["ended-by-operator", "closed"]);
  });

  it("gives way to itself on another device once it reaches nobody", () => {
    reachesSomebody(true);
    session.endings.socketClosed("replaced");
    expect([session.told, session.endings.isReplaced]).toEqual([[], true]);
    reachesSomebody(false);
    session.endings.endIfAlone();
    expect(session.told).toEqual(["replaced"]);
  });
});

it("the host says the end to everybody, and has the connections closed after a second", async () => {
  session = await openSession("host");
  const { endings, members, state, toServer } = session;
  const [direct, close] = [
    vi.spyOn(members.mesh, "broadcastDirect"),
    vi.spyOn(members.mesh, "close"),
  ];
  const end = (await session.host?.signEnd()) as EndMessage;
  endings.sayEnd(end);
  expect([toServer, direct.mock.calls]).toEqual([[end], [[end]]]);
  expect([endings.unconfirmed, state.endSaid.value]).toEqual([end, true]);
  vi.advanceTimersByTime(999);
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(close).toHaveBeenCalled();
});
