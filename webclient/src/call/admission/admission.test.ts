import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { WelcomeMessage } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { aMember, joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";

beforeAll(installPeerConnections);

const welcome = (sid: string, more: Partial<WelcomeMessage> = {}): WelcomeMessage => ({
  kind: "welcome",
  sid,
  role: "knocker",
  seats: 3,
  ...more,
});

describe("a guest", () => {
  let guest: TestSession;
  beforeEach(async () => {
    guest = await openSession("guest");
  });
  afterEach(() => guest.members.mesh.close());

  it("waits, and knows whether the host is here, away or not there", async () => {
    const { admission, members, state } = guest;
    const [sid, host] = [newSid(), newSid()];
    await admission.welcomed(welcome(sid));
    expect([state.phase.value, state.hostHere.value, members.mesh.sids]).toEqual([
      "waiting",
      false,
      [],
    ]);
    admission.meetHost(host);
    expect([state.hostHere.value, members.mesh.isHost(host)]).toEqual([true, true]);
    admission.meetHost(host, true);
    expect([state.hostHere.value, members.mesh.sids]).toEqual([false, [host]]); // may come back
    admission.meetHost(undefined);
    expect(members.mesh.sids).toEqual([]);
  });

  it("no longer believes that the host knows of its knock when another one is at the other end", () => {
    const { admission, state } = guest;
    state.hostKnows.value = state.shut.value = true;
    admission.meetHost(newSid());
    expect([state.hostKnows.value, state.shut.value]).toEqual([false, false]);
  });

  it("is a member once somebody is there to be drawn, and once only", async () => {
    const { admission, state, told } = guest;
    await admission.welcomed(welcome(newSid()));
    admission.peerShown();
    admission.peerShown();
    expect([state.phase.value, told]).toEqual(["joined", ["joined"]]);
  });

  it("is drawn into no call that it has left", () => {
    guest.state.phase.value = "over";
    guest.admission.peerShown();
    expect([guest.state.phase.value, guest.told]).toEqual(["over", []]);
  });

  it("tells the server of its first connection, and again after a loss", async () => {
    const { admission, toServer } = guest;
    const sid = newSid();
    await admission.welcomed(welcome(sid));
    admission.channelOpen();
    admission.channelOpen();
    expect(toServer).toEqual([{ kind: "connected" }]);
    await admission.welcomed(welcome(sid));
    expect(toServer.length).toBe(2);
    await admission.welcomed(welcome(newSid())); // as somebody else, with no connection yet
    expect(toServer.length).toBe(2);
  });

  it("knocks again when a list leaves it out, and is removed when the host itself says so", async () => {
    const { admission, members, state, told } = guest;
    const host = await joinAsGuest(guest);
    expect(members.admitted).toBe(true);
    await admission.takeRoster(await guest.signRoster([host], false));
    expect([state.phase.value, members.admitted, told]).toEqual(["waiting", false, []]);
    await joinAsGuest(guest);
    await admission.takeRoster(await guest.signRoster([host], false), true);
    expect(told).toEqual(["removed"]);
  });

  it("is shown a list that somebody else has signed, and follows it not", async () => {
    await joinAsGuest(guest);
    const { admission, members, state } = guest;
    const roster = await guest.signRoster([await aMember("host")]);
    const before = members.roster;
    await admission.takeRoster({ ...roster, epoch: roster.epoch + 1 });
    expect([state.problem.value, members.roster]).toEqual([{ code: "forged-command" }, before]);
  });
});

describe("the host", () => {
  let host: TestSession;
  beforeEach(async () => {
    host = await openSession("host");
  });
  afterEach(() => host.members.mesh.close());

  it("is in at once, and meets all who wait already", async () => {
    const [sid, anna] = [newSid(), newSid()];
    await host.admission.welcomed(welcome(sid, { role: "host", knockers: [anna] }));
    expect(host.toServer.map(({ kind }) => kind)).toEqual(["roster"]);
    expect([host.state.phase.value, host.told]).toEqual(["joined", ["joined"]]);
    expect([host.members.admitted, host.host?.lobby.isWaiting(anna)]).toEqual([true, true]);
    expect(host.members.mesh.sids).toEqual([anna]);
  });

  it("lets go of those who no longer wait, and says the newest list to a server that has missed it", async () => {
    const [sid, anna] = [newSid(), newSid()];
    await host.admission.welcomed(welcome(sid, { role: "host", knockers: [anna] }));
    host.toServer.length = 0;
    await host.admission.welcomed(welcome(sid, { role: "host" }));
    expect([host.host?.lobby.isWaiting(anna), host.members.mesh.sids]).toEqual([false, []]);
    expect(host.toServer).toEqual([{ kind: "roster", ...host.members.roster }]);
  });

  it("says the list by which it is the host again to a server that takes it for a guest", async () => {
    const sid = newSid();
    await host.admission.welcomed(welcome(sid, { role: "host" }));
    const { roster } = host.members;
    host.toServer.length = 0;
    for (const age of [0, 1]) {
      const known = roster && { ...roster, epoch: roster.epoch - age };
      await host.admission.welcomed(
        welcome(sid, { role: "guest", ...(known && { roster: known }) }),
      );
    }
    expect(host.toServer).toEqual([{ kind: "roster", ...roster }]);
  });

  it("is taken out by somebody who has handed over to it, and takes no place back", async () => {
    const sid = newSid();
    const anna = await aMember("guest");
    await host.admission.welcomed(welcome(sid, { role: "host" }));
    const us = { sid, key: host.key.publicKey, role: "guest" } as const;
    const her = { ...anna, role: "host" } as const;
    await host.admission.takeRoster(await host.signRoster([anna]));
    await host.admission.takeRoster(await host.signRoster([us, her], false));
    const newer = await host.signRoster([her], false);
    await host.admission.takeRoster(newer, true);
    expect([host.told.at(-1), host.members.roster]).toEqual(["removed", undefined]);
  });

  it("meets nobody at the door who is a member already", async () => {
    const sid = newSid();
    const anna = await aMember("guest");
    await host.admission.welcomed(welcome(sid, { role: "host", knockers: [anna.sid] }));
    await host.host?.authenticated(anna.sid, anna.key);
    await host.host?.admit(anna.sid);
    host.admission.meetKnocker(anna.sid);
    expect(host.host?.lobby.isWaiting(anna.sid)).toBe(false);
  });

  it("takes its place back from another device, unless the server says that it was replaced", async () => {
    const sid = newSid();
    await host.admission.welcomed(welcome(sid, { role: "host" }));
    const other = await host.signRoster([await aMember("host")], false);
    await host.admission.takeRoster(other);
    expect(host.members.admitted).toBe(true);
    vi.spyOn(host.endings, "isReplaced", "get").mockReturnValue(true);
    await host.admission.takeRoster(await host.signRoster([await aMember("host")], false));
    expect(host.members.admitted).toBe(false);
  });
});
