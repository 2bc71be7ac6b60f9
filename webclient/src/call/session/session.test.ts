import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { generateKey } from "../../crypto/ed25519.ts";
import { guestLink, type Link, newRoom } from "../../crypto/link.ts";
import { eventually } from "../../crypto/testing/eventually.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import * as connecting from "../mesh/connecting.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { CallState } from "../state.ts";
import { chatPairs } from "../testing/parts.ts";
import { RoomServer } from "../testing/roomserver.ts";
import type { SessionEvent } from "./options.ts";
import { Session } from "./session.ts";

let server: RoomServer;
let opened: Session[];

beforeAll(installPeerConnections);
beforeEach(() => {
  server = new RoomServer();
  opened = [];
});
afterEach(() => {
  for (const session of opened) session.close();
});

async function open(link: Link, name: string) {
  const [key, pairs, state] = [await generateKey(), await chatPairs(), new CallState()];
  const events: SessionEvent[] = [];
  state.knocked.value = true;
  const session = new Session({
    ...{ url: "ws://call.example/signal", server: undefined, keys: await openRoomKeys(link), key },
    ...{ state, before: undefined, namesBefore: undefined, locked: false },
    introduction: {
      ...{ topic: () => "", name: () => name, ticket: () => undefined },
      deviceState: () => ({ kind: "state", microphone: false, camera: false }),
    },
    pairs,
    tracks: () => ({ audio: null, video: null }),
    relayOnly: () => false,
    onEvent: (event) => {
      events.push(event);
      if (event.kind === "over") state.phase.value = "over";
    },
  });
  session.mesh.takeConnecting(connecting);
  opened.push(session);
  return { session, state, events, kinds: () => events.map(({ kind }) => kind) };
}

async function hostAndGuest() {
  const link = await newRoom("chat");
  const host = await open(link, "Ms Weber");
  await eventually(() => expect(host.state.phase.value).toBe("joined"));
  const guest = await open(await guestLink(link), "Anna");
  const knocks = () => host.session.host?.lobby.knocks.value ?? [];
  await eventually(() => expect(knocks().length).toBe(1));
  return { host, guest, sid: knocks()[0]?.sid ?? "" };
}

it("tells what a reload needs: the host its list and names, the guest its ticket", async () => {
  const { host, guest, sid } = await hostAndGuest();
  expect(host.kinds()).toEqual(["roster-signed", "names", "joined"]);
  await host.session.admit(sid);
  await eventually(() => expect(guest.kinds()).toContain("ticket"));
  const roster = host.events.findLast((event) => event.kind === "roster-signed");
  expect(roster).toMatchObject({ roster: { members: [{ role: "host" }, { sid, role: "guest" }] } });
  expect(host.events.findLast((event) => event.kind === "names")).toMatchObject({
    names: { names: [{ name: "Ms Weber" }, { sid, name: "Anna" }] },
  });
  await eventually(() => expect(guest.state.phase.value).toBe("joined"));
  expect(guest.kinds().filter((kind) => kind === "joined")).toEqual(["joined"]);
});

it("says what is wrong when nobody can be let in under a sid", async () => {
  const { host } = await hostAndGuest();
  await host.session.admit("AAAAAAAAAAA");
  expect(host.state.problem.value).toEqual({ code: "unknown-peer" });
});

it("turns somebody away by a signed word, which is all that ends the guest's knock", async () => {
  const { host, guest, sid } = await hostAndGuest();
  await host.session.deny(sid);
  expect(host.state.turnedAwayAt.value).toBeDefined();
  await eventually(() => expect(guest.events).toContainEqual({ kind: "over", ending: "denied" }));
  expect(host.session.mesh.has(sid)).toBe(false);
});

it("loses the server and finds it again under the same sid, with the newest list", async () => {
  const { host, guest, sid } = await hostAndGuest();
  await host.session.admit(sid);
  await eventually(() => expect(guest.state.phase.value).toBe("joined"));
  server.drop(sid, 1006, "");
  await eventually(() => expect(guest.state.serverHere.value).toBe(false));
  expect(guest.state.phase.value).toBe("joined");
  await eventually(() => expect(guest.state.serverHere.value).toBe(true));
  const joins = server.heard.filter(({ kind, from }) => kind === "join" && from === sid);
  expect(joins[1]).toMatchObject({ sid, roster: server.roster });
});

it("is heard of again by those it reaches, who may have sought it meanwhile", async () => {
  const { host, guest, sid } = await hostAndGuest();
  await host.session.admit(sid);
  await eventually(() => expect(host.session.mesh.isLive(sid)).toBe(true));
  await eventually(() => expect(guest.session.mesh.anyLive()).toBe(true));
  const frames = vi.spyOn(host.session.mesh, "receiveFrame");
  server.drop(sid, 1006, "");
  await eventually(() => expect(frames.mock.calls.length).toBeGreaterThanOrEqual(2));
  expect(frames.mock.calls.every(([from]) => from === sid)).toBe(true);
  expect(host.session.mesh.isLive(sid)).toBe(true);
});

it("handles what comes in in its order: a list before a frame of somebody whom it names", async () => {
  const { host, guest, sid } = await hostAndGuest();
  const { mesh } = guest.session;
  const stranger = "AAAAAAAAAAA";
  const order: string[] = [];
  const tell = server.tell.bind(server);
  vi.spyOn(server, "tell").mockImplementation((to, message) => {
    tell(to, message);
    if (to === sid && message.kind === "roster")
      server.sockets.get(sid)?.deliverFrame(new Uint8Array(8), new Uint8Array(9));
  });
  vi.spyOn(mesh, "promote").mockImplementation(() => order.push("member"));
  vi.spyOn(mesh, "receiveFrame").mockImplementation((from) => {
    if (from === stranger) order.push("frame");
  });
  await host.session.admit(sid);
  await eventually(() => expect(order).toContain("frame"));
  await eventually(() => expect(order).toEqual(["member", "frame"]));
});

it("says a good-bye first to those in the call, and then to the server", async () => {
  const { host, guest, sid } = await hostAndGuest();
  await host.session.admit(sid);
  await eventually(() => expect(host.session.mesh.isLive(sid)).toBe(true));
  guest.session.leave();
  await eventually(() => expect(host.session.mesh.has(sid)).toBe(false));
  expect(server.kindsFrom(sid)).not.toContain("leave");
  await eventually(() => expect(guest.state.leftAt.value).toBeDefined());
  expect(server.kindsFrom(sid).at(-1)).toBe("leave");
});
