import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Member } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import type { Peer } from "../model.ts";
import { aMember, joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";

let session: TestSession;
beforeAll(installPeerConnections);
afterEach(() => session.members.mesh.close());

const live = (sid: string) =>
  vi.spyOn(session.members.mesh, "isLive").mockImplementation((other) => other === sid);
const drawn = () => session.members.mesh.peers.value.map(({ sid }) => sid);

describe("a member", () => {
  let ben: Member;
  let host: Member;
  beforeEach(async () => {
    session = await openSession("guest");
    ben = await aMember("guest");
    host = await joinAsGuest(session, ben);
    const { mesh } = session.members;
    mesh.describe(ben.sid, { name: "Ben" });
    mesh.startMedia(ben.sid, {
      iceServers: [],
      relayOnly: false,
      tracks: { audio: null, video: null },
    });
    await vi.waitFor(() => expect(drawn()).toContain(ben.sid));
  });

  it("of whom the server says that they left is no longer drawn, and may come back", () => {
    session.leaving.leftServer(ben.sid);
    expect([drawn().includes(ben.sid), session.members.mesh.has(ben.sid)]).toEqual([false, true]);
  });

  it("whom we still reach is not the server's to take out, until we do not reach them either", async () => {
    live(ben.sid);
    session.leaving.leftServer(ben.sid);
    await session.leaving.refused(ben.sid);
    expect(drawn()).toContain(ben.sid);
    expect(session.state.problem.value).toEqual({ code: "bad-server" });
    session.leaving.unreachable(ben.sid, "reconnecting");
    expect(drawn()).not.toContain(ben.sid);
  });

  it("who is the host is missed: by its own word, or when nobody reaches it any more", async () => {
    const { hostAway } = session.state;
    session.leaving.departed(ben.sid);
    expect(hostAway.value).toBeUndefined();
    live(host.sid);
    session.leaving.leftServer(host.sid);
    expect(hostAway.value).toBeUndefined();
    session.leaving.unreachable(host.sid, "reconnecting");
    expect(hostAway.value).toBe("lost");
    session.leaving.departed(host.sid);
    session.leaving.leftServer(host.sid);
    expect(hostAway.value).toBe("left");
    session.state.showPeers([{ host: true, state: "connecting" } as Peer]);
    expect(hostAway.value).toBe("left");
    session.state.showPeers([{ host: true, state: "connected" } as Peer]);
    expect(hostAway.value).toBeUndefined();
  });

  it("whom we never reached is told by name, one who is lost is not", () => {
    session.leaving.unreachable(ben.sid, "reconnecting");
    expect(session.state.problem.value).toBeUndefined();
    session.leaving.unreachable(ben.sid, "failed");
    expect(session.state.problem.value).toEqual({
      ...{ code: "pair-failed", name: "Ben", until: ben.sid },
    });
  });

  it("who breaks the rules is an alarm, graver if media may have flowed", async () => {
    await session.leaving.attacked(ben.sid, "Ben");
    expect(session.state.problem.value).toEqual({ code: "alarm", name: "Ben" });
    await session.leaving.attacked(ben.sid, "Ben", true);
    expect(session.state.problem.value).toEqual({ code: "alarm", name: "Ben", late: true });
  });
});

describe("of the host", () => {
  let anna: Member;
  beforeEach(async () => {
    session = await openSession("host");
    anna = await aMember("guest");
    const welcome = { kind: "welcome", sid: newSid(), role: "host", seats: 3 } as const;
    await session.admission.welcomed({ ...welcome, knockers: [anna.sid] });
    await session.host?.authenticated(anna.sid, anna.key);
    session.toServer.length = 0;
  });

  it("a knocker who breaks the rules is turned away, which is no alarm", async () => {
    await session.leaving.attacked(anna.sid, "Anna");
    expect(session.state.problem.value).toEqual({ code: "knock-closed", name: "Anna" });
    expect(session.toServer.map(({ kind }) => kind)).toEqual(["deny"]);
    expect([session.host?.lobby.isWaiting(anna.sid), session.members.mesh.sids]).toEqual([
      false,
      [],
    ]);
    expect(session.state.turnedAwayAt.value).toBeDefined();
  });

  it("a knocker who leaves is gone from the lobby", () => {
    session.leaving.leftServer(anna.sid);
    expect([session.host?.lobby.isWaiting(anna.sid), session.members.mesh.sids]).toEqual([
      false,
      [],
    ]);
  });

  it("a member who leaves frees the seat; whom the server has lost may come back without a word", async () => {
    const { host, leaving, members } = session;
    const sids = () => members.roster?.members.map(({ sid }) => sid);
    await host?.admit(anna.sid);
    await leaving.refused(anna.sid);
    expect([sids(), session.state.problem.value]).toEqual([
      [members.sid],
      { code: "unknown-peer" },
    ]);
    session.admission.meetKnocker(anna.sid);
    await host?.authenticated(anna.sid, anna.key);
    expect(await host?.takeKnock(anna.sid, { kind: "hello", name: "Anna" })).toBe(true);
    leaving.departed(anna.sid);
    await vi.waitFor(() => expect(sids()).toEqual([members.sid]));
  });
});
