import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PairMessage } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { aMember, joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";

let session: TestSession;
let said: [string, PairMessage["kind"]][];

beforeAll(installPeerConnections);
afterEach(() => session.members.mesh.close());

async function open(role: "host" | "guest"): Promise<void> {
  session = await openSession(role);
  said = [];
  vi.spyOn(session.members.mesh, "sendTo").mockImplementation((sid, { kind }) => {
    said.push([sid, kind]);
  });
}

describe("a guest", () => {
  beforeEach(() => open("guest"));

  it("knocks once the person has, and the host has proved its key", async () => {
    const { greetings, members, state } = session;
    const host = newSid();
    members.renewSid(newSid());
    members.meetHost(host);
    greetings.greetSealed(host);
    state.knocked.value = true;
    greetings.greetSealed(host);
    expect(said).toEqual([]);
    members.hostKey = session.hostKey.publicKey;
    greetings.greetSealed(host);
    expect(said).toEqual([[host, "hello"]]);
  });

  it("who is in greets members, and says to each directly what the server may have lost", async () => {
    const ben = await aMember("guest");
    await joinAsGuest(session, ben);
    session.greetings.greetSealed(ben.sid);
    expect(said).toEqual([[ben.sid, "hello"]]);
    session.greetings.greetDirectly(ben.sid);
    expect(said.slice(1).map(([, kind]) => kind)).toEqual(["hello", "roster", "state"]);
  });
});

describe("the host", () => {
  let knockers: string[];
  beforeEach(async () => {
    await open("host");
    knockers = [newSid(), newSid(), newSid()];
    const welcome = { kind: "welcome", sid: newSid(), role: "host", seats: 3 } as const;
    await session.admission.welcomed({ ...welcome, knockers });
    for (const sid of knockers) {
      await session.host?.authenticated(sid, (await aMember("guest")).key);
      await session.host?.takeKnock(sid, { kind: "hello", name: "Anna" });
    }
  });

  it("tells those who wait when the last seat is taken, and once", async () => {
    const [anna = "", ben = "", eva = ""] = knockers;
    const { greetings, host } = session;
    await host?.admit(anna);
    greetings.tellSeats();
    expect(said).toEqual([]);
    await host?.admit(ben);
    greetings.tellSeats();
    greetings.tellSeats();
    expect(said).toEqual([
      [eva, "hello"],
      [eva, "full"],
    ]);
    await host?.release(ben);
    greetings.tellSeats();
    expect(said.slice(2)).toEqual([[eva, "hello"]]);
  });

  it("tells those who came to a locked door nothing else", async () => {
    const late = newSid();
    session.host?.lobby.setLocked(true);
    session.admission.meetKnocker(late);
    await session.host?.takeKnock(late, { kind: "hello", name: "Eva" });
    session.greetings.answerKnock(late);
    expect(said).toEqual([[late, "locked"]]);
  });

  it("gives a ticket to members alone", async () => {
    const [anna = "", ben = ""] = knockers;
    await session.host?.admit(anna);
    await session.greetings.giveTicket(anna);
    await session.greetings.giveTicket(ben);
    expect(said).toEqual([[anna, "ticket"]]);
  });
});
