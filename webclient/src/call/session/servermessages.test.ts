import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { sealAppointment } from "../../crypto/appointment.ts";
import type { EndMessage, ServerMessage } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";
import { ServerMessages } from "./servermessages.ts";

let session: TestSession;
let messages: ServerMessages;
let putOff: () => void;

beforeAll(installPeerConnections);
beforeEach(() => open("guest"));
afterEach(() => session.members.mesh.close());

async function open(role: "host" | "guest"): Promise<void> {
  session = await openSession(role);
  putOff = vi.fn<() => void>();
  const send = (message: Parameters<TestSession["toServer"]["push"]>[0]) => {
    session.toServer.push(message);
  };
  messages = new ServerMessages({ ...session, send, putOff });
}

const welcome = (sid: string): ServerMessage => ({
  ...{ kind: "welcome", sid, role: "knocker", seats: 5 },
});

it("a welcome tells the seats, and clears an incident that may be over", async () => {
  await messages.receive({ kind: "incident", until: 1_790_000_000, reason: "Connections break" });
  expect(session.state.incident.value?.reason).toBe("Connections break");
  await messages.receive(welcome(newSid()));
  const { incident, phase, seats } = session.state;
  expect([incident.value, phase.value, seats.value]).toEqual([undefined, "waiting", 5]);
});

it("a welcome under another sid is put off while the others know us under ours", async () => {
  await joinAsGuest(session);
  const { sid } = session.members;
  const live = vi.spyOn(session.members.mesh, "anyLive").mockReturnValue(true);
  await messages.receive(welcome(newSid()));
  expect([session.members.sid, vi.mocked(putOff).mock.calls.length]).toEqual([sid, 1]);
  live.mockReturnValue(false);
  await messages.receive(welcome(newSid()));
  expect(session.members.sid).not.toBe(sid);
});

it("a welcome and a move tell the appointment, which the server cannot read", async () => {
  const { keys, state } = session;
  const when = new Date(1_790_000_000_000);
  const sealed = await sealAppointment(keys.appointment, keys.room, when);
  await messages.receive({ ...welcome(newSid()), appointment: sealed } as ServerMessage);
  expect(state.appointment.value).toEqual(when);
  const later = new Date(1_790_003_600_000);
  const moved = await sealAppointment(keys.appointment, keys.room, later);
  await messages.receive({ kind: "moved", expires: 1_790_010_000, appointment: moved });
  expect(state.appointment.value).toEqual(later);
  const forged = "A".repeat(48);
  await messages.receive({ kind: "moved", expires: 1_790_010_000, appointment: forged });
  expect(state.appointment.value).toBeUndefined();
  await messages.receive({ ...welcome(newSid()), appointment: sealed } as ServerMessage);
  await messages.receive({ kind: "moved", expires: 1_790_010_000 });
  expect(state.appointment.value).toBeUndefined();
});

it("an end that is not confirmed is said again at each welcome, and nothing else", async () => {
  await open("host");
  const end = (await session.host?.signEnd()) as EndMessage;
  session.endings.sayEnd(end);
  session.toServer.length = 0;
  await messages.receive(welcome(newSid()));
  expect([session.toServer, session.members.sid]).toEqual([[end], ""]);
});

it("somebody who knocks is met by the host alone", async () => {
  const sid = newSid();
  await messages.receive({ kind: "knock", sid });
  expect(session.members.mesh.sids).toEqual([]);
  await open("host");
  await messages.receive({ kind: "knock", sid });
  expect([session.members.mesh.sids, session.host?.lobby.isWaiting(sid)]).toEqual([[sid], true]);
});

it("of errors a full room is shown, and one that names somebody is about them", async () => {
  const error = { kind: "error", message: "" } as const;
  await messages.receive({ ...error, code: "too-fast" });
  await messages.receive({ ...error, code: "unknown-peer" });
  expect(session.state.problem.value).toBeUndefined();
  await messages.receive({ ...error, code: "room-full" });
  expect(session.state.problem.value).toEqual({ code: "room-full" });
  const host = await joinAsGuest(session);
  vi.spyOn(session.members.mesh, "isLive").mockReturnValue(true);
  await messages.receive({ ...error, code: "unknown-peer", sid: host.sid });
  expect(session.state.problem.value).toEqual({ code: "bad-server" });
});
