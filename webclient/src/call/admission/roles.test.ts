import { beforeAll, describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { openTicket } from "../../crypto/ticket.ts";
import type { Member } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { openHostKeys } from "../roomkeys.ts";
import { aMember, joinAsGuest, openSession, type TestSession } from "../testing/parts.ts";
import type { HostAdmission } from "./hostadmission.ts";
import { Roles } from "./roles.ts";

beforeAll(installPeerConnections);

function rolesOf(session: TestSession) {
  const told: string[] = [];
  const spare = {
    recallNames: async () => {},
    ticketFor: async () => undefined,
    list: { signAgain: async () => told.push("signs") },
  } as unknown as HostAdmission;
  const tickets: string[] = [];
  const roles = new Roles({
    ...session,
    name: () => "Ms Weber",
    makeHost: () => spare,
    onRole: ({ role }, name) => told.push(`${role}: ${name}`),
    onMoved: (name) => told.push(`moved: ${name}`),
    onTicket: (ticket) => tickets.push(ticket),
  });
  return { roles, told, tickets, spare };
}

/** The same people, with the host's role moved to one of them. */
const movedTo = (to: string, members: readonly Member[]) =>
  members.map(({ sid, key }) => ({ sid, key, role: sid === to ? "host" : "guest" }) as const);

describe("the role of the host", () => {
  it("goes from us with the list: the key is gone, and a ticket brings us back", async () => {
    const session = await openSession("host");
    const { roles, told, tickets } = rolesOf(session);
    session.members.renewSid(toBase64url(random(8)));
    const self = { sid: session.members.sid, key: session.key.publicKey, role: "host" } as const;
    await session.host?.takePlace(self);
    const anna = await aMember("guest");
    session.members.follow(await session.signRoster([anna]));
    await roles.follow();
    expect(told).toEqual([]);
    const hostKeys = session.keys.host;
    session.host?.lobby.addKnocker("door");
    const handedOver = session.host?.list.handOver(anna.sid);
    await vi.waitFor(() => expect(session.host?.list.proposal).toBeDefined());
    const proposed = session.host?.list.proposal?.roster;
    if (proposed === undefined) throw new Error("nothing is proposed");
    session.host?.list.proposal?.hear({ kind: "roster", ...proposed }, 0);
    session.members.follow(proposed);
    await roles.follow();
    expect([told, session.members.keys.host]).toEqual([[], hostKeys]); // she may be gone
    session.members.follow({
      ...(await session.signRoster([anna])),
      members: movedTo(anna.sid, [self, anna]),
    });
    await roles.follow();
    expect(await handedOver).toBe(true);
    expect(told).toEqual(["guest: "]);
    expect([session.seat.host, session.members.keys.host]).toEqual([undefined, undefined]);
    expect(session.host?.lobby.isWaiting("door")).toBe(false);
    const ticket =
      hostKeys && (await openTicket(hostKeys.tickets, session.keys.room, tickets[0] ?? ""));
    expect(ticket).toMatchObject({ sid: self.sid, key: self.key, name: "Ms Weber" });
  });

  it("comes to us only with the key that we hold", async () => {
    const session = await openSession("guest");
    const { roles, told, spare } = rolesOf(session);
    const host = await joinAsGuest(session);
    await roles.follow();
    const own = { sid: session.members.sid, key: session.key.publicKey, role: "guest" } as const;
    const moved = { ...(await session.signRoster([host])), members: movedTo(own.sid, [host, own]) };
    session.members.follow(moved);
    await roles.follow();
    expect([told, session.seat.host]).toEqual([[], undefined]);
    roles.holdKeys(await openHostKeys(random(32)), true);
    await roles.follow();
    expect([told, session.state.locked.value]).toEqual([["host: Ms Weber", "signs"], true]);
    expect(session.seat.host).toBe(spare);
    expect(session.members.mesh.isHost(host.sid)).toBe(false);
  });

  it("moves between two others; a host who comes back is no other", async () => {
    const session = await openSession("guest");
    const { roles, told } = rolesOf(session);
    const ben = await aMember("guest");
    const host = await joinAsGuest(session, ben);
    await roles.follow();
    const members = session.members.roster?.members ?? [];
    session.members.follow({
      ...(await session.signRoster([host, ben])),
      members: movedTo(ben.sid, members),
    });
    await roles.follow();
    expect(told).toEqual(["moved: "]);
    const again = await aMember("host");
    session.members.follow(await session.signRoster([again]));
    await roles.follow();
    expect(told.length).toBe(1);
  });
});
