import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Member, ServerMessage, SignedRoster } from "../../net/protocol.ts";
import { answerMs } from "./proposal.ts";
import { HostRoom } from "./testing/hostroom.ts";

let room: HostRoom;
let anna: Member;
let ben: Member;
let before: SignedRoster | undefined;

/** Signing takes a moment, which is none of the clock's. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((done) => setImmediate(done));
}

/** Gives up after ten seconds, of which the clock above knows nothing; then what is expected fails. */
async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!isSo() && performance.now() < end) await settled();
}

/** The host begins to hand over to Anna: the list is with the server. */
async function begin() {
  let outcome = "open";
  void room.host.list.handOver(anna.sid).then((isMoved) => {
    outcome = isMoved ? "moved" : "void";
  });
  await until(() => room.proposed !== undefined);
  return () => outcome;
}

/** The server says it. */
function hear(message: ServerMessage): void {
  room.host.list.proposal?.hear(message, room.roster?.epoch ?? 0);
}

/** The server has taken the list that hands over, and tells it. */
function takes(): SignedRoster {
  const { proposed } = room;
  if (proposed === undefined) throw new Error("nothing is proposed");
  hear({ kind: "roster", ...proposed });
  return proposed;
}

const hosts = (list = room.roster) =>
  list?.members.flatMap(({ sid, role }) => (role === "host" ? [sid] : []));

beforeEach(async () => {
  room = await HostRoom.open();
  anna = await room.guest("Anna");
  ben = await room.guest("Ben");
  for (const { sid } of [anna, ben]) await room.host.admit(sid);
  before = room.roster;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  return () => vi.useRealTimers();
});

describe("a host that hands over", () => {
  it("swaps two roles, and signs nothing once the server has taken it", async () => {
    expect(await room.host.list.handOver("nobody")).toBe(false);
    const outcome = await begin();
    expect(room.proposed?.members.map(({ sid }) => sid)).toEqual(room.sids());
    expect(hosts(room.proposed)).toEqual([anna.sid]);
    expect(room.roster).toBe(before); // holds when it comes back
    room.roster = takes();
    await room.host.remove(ben.sid);
    expect([room.roster, await room.host.deny("door")]).toEqual([room.proposed, undefined]);
    expect(outcome()).toBe("open"); // she may be gone
    room.host.list.retire(); // she has signed
    await until(() => outcome() === "moved");
    await room.host.remove(ben.sid);
    expect([room.roster, await room.host.signEnd()]).toEqual([room.proposed, undefined]);
  });

  it("signs a newer list if the server does not take it, so that nobody follows that", async () => {
    const outcome = await begin();
    hear({ kind: "error", code: "unknown-peer", message: "", sid: anna.sid });
    await until(() => outcome() === "void");
    expect([room.sids(), hosts()]).toEqual([before?.members.map(({ sid }) => sid), hosts(before)]);
    expect(room.roster?.epoch).toBeGreaterThan(room.proposed?.epoch ?? 0);
  });

  it("waits for the server before it signs, for five seconds", async () => {
    const outcome = await begin();
    const removed = room.host.remove(ben.sid);
    await settled();
    await vi.advanceTimersByTimeAsync(answerMs - 1);
    await settled();
    expect(room.roster).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    await removed;
    expect([room.sids().includes(ben.sid), hosts()]).toEqual([false, hosts(before)]);
    expect(room.roster?.epoch).toBeGreaterThan(room.proposed?.epoch ?? 0);
    // The answer of before comes late: the newer list is on its way to the server, and is the last.
    takes();
    await settled();
    expect(outcome()).toBe("open");
    if (room.roster) hear({ kind: "roster", ...room.roster });
    await until(() => outcome() === "void");
    const { roster } = room;
    await settled();
    expect(room.roster).toBe(roster); // there is a newer one already
  });

  it("ends the call at once, with the role taken back before it", async () => {
    for (const isTaken of [false, true]) {
      await begin();
      if (isTaken) room.roster = takes();
      expect(await room.host.signEnd()).toMatchObject({ kind: "end" });
      expect(hosts()).toEqual(hosts(before));
      expect(room.roster?.epoch).toBeGreaterThan(room.proposed?.epoch ?? 0);
      room.proposed = undefined;
    }
  });

  it("turns away at once", async () => {
    const eva = await room.guest("Eva");
    await begin();
    let denied: unknown;
    void room.host.deny(eva.sid).then((message) => {
      denied = message;
    });
    await until(() => denied !== undefined);
    expect(denied).toMatchObject({ kind: "deny", sid: eva.sid });
  });

  it("is the host again if the member is gone before it has signed", async () => {
    for (const leave of [
      () => room.host.release(anna.sid),
      () => room.host.suspend(anna.sid),
      () => room.host.remove(anna.sid),
    ]) {
      const outcome = await begin();
      room.roster = takes();
      await leave();
      await until(() => outcome() === "void");
      expect(outcome()).toBe("void");
      expect([hosts(), room.sids().includes(anna.sid)]).toEqual([hosts(before), false]);
      room.roster = before && { ...before, epoch: (room.roster?.epoch ?? 0) + 1 };
      room.proposed = undefined;
    }
  });
});
