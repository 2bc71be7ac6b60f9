import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey } from "../../crypto/ed25519.ts";
import { eventually } from "../../crypto/testing/eventually.ts";
import { makeCertificate } from "../../peer/certificate.ts";
import { Pair } from "../../peer/pair.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { FakePeerConnection } from "../../peer/testing/rtc/peerconnection.ts";
import * as connecting from "./connecting.ts";
import { Mesh, type MeshEvent } from "./mesh.ts";

const config = { iceServers: [], relayOnly: false, tracks: { audio: null, video: null } };
const channel = { psk: random(32), room: toBase64url(random(16)) };
const [anna, ben] = [toBase64url(random(8)), toBase64url(random(8))];

let meshes: Mesh[];
beforeAll(installPeerConnections);
beforeEach(() => {
  meshes = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const mesh of meshes) mesh.close();
});

async function open(events: MeshEvent[] = []): Promise<Mesh> {
  const [key, certificate] = [await generateKey(), await makeCertificate()];
  const common = { key, audio: false, video: false, certificate, build: undefined };
  const mesh = new Mesh(common, (event) => events.push(event));
  mesh.takeConnecting(connecting);
  meshes.push(mesh);
  return mesh;
}

function meet(mesh: Mesh, self: string, peer: string, send = (_: Uint8Array) => {}): void {
  mesh.addPeer(peer, peer === anna, {
    channelIds: { ...channel, self, peer },
    isInitiator: self === ben,
    expected: () => ({}),
    send,
  });
}

describe("a member and somebody who knocks", () => {
  it("are told apart when something is said to all", async () => {
    const mesh = await open();
    for (const sid of [anna, toBase64url(random(8))]) meet(mesh, ben, sid);
    mesh.promote(anna);
    const send = vi.spyOn(Pair.prototype, "send");
    mesh.broadcast({ kind: "chat", text: "Among ourselves." });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("are told apart in what is drawn; nobody is compared of whom there is no code", async () => {
    const events: MeshEvent[] = [];
    const mesh = await open(events);
    const knocker = toBase64url(random(8));
    for (const sid of [anna, knocker]) meet(mesh, ben, sid);
    mesh.promote(anna);
    mesh.describe(anna, { compared: true });
    for (const sid of mesh.sids) mesh.startMedia(sid, config);
    await eventually(() =>
      expect(events).toEqual([
        { kind: "shown", sid: anna },
        { kind: "shown", sid: knocker },
      ]),
    );
    expect(mesh.peers.value.map(({ sid, compared }) => [sid, compared])).toEqual([[anna, false]]);
  });
});

describe("two who are connected", () => {
  let events: MeshEvent[];
  let ours: Mesh;
  let theirs: Mesh;
  /** Of our connection. */
  let pc: FakePeerConnection;

  beforeEach(async () => {
    events = [];
    // Whoever is not seen by then is drawn all the same, which a busy machine takes longer than.
    const wait = globalThis.setTimeout;
    const slower = vi
      .spyOn(globalThis, "setTimeout")
      .mockImplementation(((then: () => void, ms?: number) =>
        wait(then, ms === 250 ? 60_000 : ms)) as typeof setTimeout);
    [ours, theirs] = [await open(events), await open()];
    const made = vi.spyOn(FakePeerConnection.prototype, "createDataChannel");
    meet(ours, anna, ben, (body) => setImmediate(() => theirs.receiveFrame(anna, body)));
    pc = made.mock.contexts[0] as FakePeerConnection;
    meet(theirs, ben, anna, (body) => setImmediate(() => ours.receiveFrame(ben, body)));
    for (const [mesh, sid] of [
      [ours, ben],
      [theirs, anna],
    ] as const) {
      mesh.promote(sid);
      mesh.startMedia(sid, config);
    }
    theirs.connect(anna);
    await eventually(() => expect([ours.isLive(ben), theirs.isLive(anna)]).toEqual([true, true]));
    return () => slower.mockRestore();
  });

  it("are drawn when their channel is open, where there is no picture to wait for", () => {
    const kinds = events.map(({ kind, sid }) => [kind, sid]);
    expect(kinds.filter(([kind]) => kind !== "changed")).toEqual([
      ["authenticated", ben],
      ["shown", ben],
      ["channel-open", ben],
      ["doc-open", ben],
    ]);
    expect(ours.peers.value).toMatchObject([{ sid: ben, state: "connected", host: false }]);
    expect(theirs.peers.value).toMatchObject([{ sid: anna, host: true }]);
  });

  it("speak directly, to one and to all", async () => {
    theirs.sendTo(anna, { kind: "note", text: "To you." });
    theirs.broadcastDirect({ kind: "bye" });
    await eventually(() =>
      expect(events.flatMap((event) => (event.kind === "message" ? event.message : []))).toEqual([
        { kind: "note", text: "To you." },
        { kind: "bye" },
      ]),
    );
  });

  it("are not drawn while they are absent, until they are reached again", () => {
    ours.markAbsent(ben);
    expect(ours.peers.value).toEqual([]);
    pc.dispatchEvent(new Event("connectionstatechange")); // as "connected" as before
    expect(ours.peers.value).toEqual([]);
    pc.connectionState = "failed";
    pc.dispatchEvent(new Event("connectionstatechange"));
    expect(events.at(-1)).toEqual({ kind: "changed", sid: ben, state: "reconnecting" });
    pc.connectionState = "connected";
    pc.dispatchEvent(new Event("connectionstatechange"));
    expect(ours.peers.value.map(({ sid }) => sid)).toEqual([ben]);
  });

  it("are cut off when one breaks the rules, and media may have flowed", () => {
    pc.dispatchEvent(new Event("datachannel"));
    expect(events.at(-1)).toMatchObject({ kind: "attack", sid: ben, late: true });
    expect(ours.peers.value[0]?.state).toBe("failed");
  });

  it("are nothing to each other once they have parted, whatever was under way", () => {
    ours.removePeer(ben);
    const before = events.length;
    pc.connectionState = "failed";
    pc.dispatchEvent(new Event("connectionstatechange"));
    expect(events.slice(before)).toEqual([]);
    expect([ours.has(ben), ours.peers.value]).toEqual([false, []]);
  });
});

describe("what is withheld", () => {
  const voice = { kind: "audio" } as MediaStreamTrack;
  const withVoice = { ...config, tracks: { audio: voice, video: null } };

  it("is never sent to whom it is withheld from before they are met, and to the others it is", async () => {
    const mesh = await open();
    mesh.withheld.withhold(anna, "recording", ["audio"]);
    const start = vi.spyOn(Pair.prototype, "start").mockReturnValue();
    const other = toBase64url(random(8));
    for (const sid of [anna, other]) {
      meet(mesh, ben, sid);
      mesh.promote(sid);
      mesh.startMedia(sid, withVoice);
    }
    expect(start.mock.calls.map(([{ tracks }]) => tracks.audio)).toEqual([null, voice]);
  });

  it("stays so when something is switched on, and begins and ends at once", async () => {
    const mesh = await open();
    const set = vi.spyOn(Pair.prototype, "setTracks").mockReturnValue();
    meet(mesh, ben, anna);
    const heard = () => set.mock.calls.at(-1)?.[0].audio;
    mesh.setTracks(withVoice.tracks, undefined);
    expect(heard()).toBe(voice);
    mesh.withheld.withhold(anna, "recording", ["audio"]);
    expect(heard()).toBeNull();
    mesh.setTracks({ ...withVoice.tracks }, undefined);
    expect(heard()).toBeNull();
    mesh.withheld.withhold(anna, "recording", []);
    expect(heard()).toBe(voice);
  });

  it("also where what connects is loaded only then", async () => {
    const [key, certificate] = [await generateKey(), await makeCertificate()];
    const common = { key, audio: false, video: false, certificate, build: undefined };
    const mesh = new Mesh(common, () => {});
    meshes.push(mesh);
    meet(mesh, ben, anna);
    mesh.startMedia(anna, withVoice);
    mesh.withheld.withhold(anna, "recording", ["audio"]);
    const start = vi.spyOn(Pair.prototype, "start").mockReturnValue();
    mesh.takeConnecting(connecting);
    expect(start.mock.calls.map(([{ tracks }]) => tracks.audio)).toEqual([null]);
  });
});
