// The peer connection of these tests refuses what browsers refuse, and two of them find each other
// only when browsers could.
import { beforeAll, expect, test } from "vitest";
import { Person } from "../src/call/mesh/person.ts";
import { random, toBase64url } from "../src/crypto/bytes.ts";
import { generateKey } from "../src/crypto/ed25519.ts";
import { FileLine } from "../src/peer/fileline.ts";
import { Pair } from "../src/peer/pair.ts";
import { installBrowser } from "./browser.ts";
import { pause } from "./clock.ts";
import { aPage, onPage } from "./page.ts";

const long = 60;

beforeAll(installBrowser);

type Candidate = RTCIceCandidate | null;

async function connection() {
  const certificate = await RTCPeerConnection.generateCertificate("ECDSA");
  const pc = onPage(aPage(), () => new RTCPeerConnection({ certificates: [certificate] }));
  const channel = pc.createDataChannel("", { negotiated: true, id: 0 });
  const candidates: RTCIceCandidateInit[] = [];
  pc.addEventListener("icecandidate", ({ candidate }: { candidate: Candidate }) => {
    if (candidate !== null)
      candidates.push({ candidate: candidate.candidate, sdpMid: candidate.sdpMid });
  });
  return { pc, channel, candidates };
}

type End = Awaited<ReturnType<typeof connection>>;

/** `more`: with the candidates that each has found. */
async function negotiate(one: End, other: End, more = true): Promise<void> {
  await one.pc.setLocalDescription();
  await other.pc.setRemoteDescription(said(one));
  await other.pc.setLocalDescription();
  await one.pc.setRemoteDescription(said(other));
  await pause(long);
  if (!more) return;
  for (const candidate of one.candidates.splice(0)) await other.pc.addIceCandidate(candidate);
  for (const candidate of other.candidates.splice(0)) await one.pc.addIceCandidate(candidate);
  await pause(long);
}

function said({ pc }: End): RTCSessionDescriptionInit {
  const { localDescription } = pc;
  if (localDescription === null) throw new Error("nothing was said");
  return { type: localDescription.type, sdp: localDescription.sdp };
}

test("two that have heard each other are connected, and what one says comes to the other", async () => {
  const [one, other] = [await connection(), await connection()];
  await negotiate(one, other);
  expect([one.pc.connectionState, other.pc.connectionState]).toEqual(["connected", "connected"]);
  const heard: unknown[] = [];
  other.channel.addEventListener("message", ({ data }) => heard.push(data));
  one.channel.send("first");
  one.channel.send("second");
  await pause(long);
  expect(heard).toEqual(["first", "second"]);
});

test("without candidates they are not", async () => {
  const [one, other] = [await connection(), await connection()];
  await negotiate(one, other, false);
  expect([one.pc.connectionState, other.pc.connectionState]).toEqual(["connecting", "connecting"]);
});

test("an answer to another offer connects nobody", async () => {
  const [one, other, third] = [await connection(), await connection(), await connection()];
  await third.pc.setLocalDescription();
  await other.pc.setRemoteDescription(said(third));
  await other.pc.setLocalDescription();
  await one.pc.setLocalDescription();
  await one.pc.setRemoteDescription(said(other));
  await pause(long);
  for (const candidate of third.candidates) await other.pc.addIceCandidate(candidate);
  for (const candidate of other.candidates) await one.pc.addIceCandidate(candidate);
  await pause(long);
  expect(one.pc.connectionState).toBe("connecting");
});

test("an answer that nobody waits for is refused, and so is a candidate before a description", async () => {
  const [one, other] = [await connection(), await connection()];
  await expect(one.pc.addIceCandidate({ candidate: "candidate:1", sdpMid: "0" })).rejects.toThrow(
    "no remote",
  );
  await negotiate(one, other);
  await expect(one.pc.setRemoteDescription(said(other))).rejects.toThrow("an answer in stable");
});

test("a candidate of another generation is refused, and a role in DTLS does not change", async () => {
  const [one, other] = [await connection(), await connection()];
  await negotiate(one, other);
  const strange = "candidate:1 1 udp 1 127.0.0.1 1 typ host ufrag 00000000";
  await expect(one.pc.addIceCandidate({ candidate: strange, sdpMid: "0" })).rejects.toThrow(
    "another generation",
  );
  one.pc.restartIce();
  await one.pc.setLocalDescription();
  await other.pc.setRemoteDescription(said(one));
  await other.pc.setLocalDescription();
  const { type, sdp = "" } = said(other);
  const changed = { type, sdp: sdp.replaceAll("a=setup:active", "a=setup:passive") };
  await expect(one.pc.setRemoteDescription(changed)).rejects.toThrow("role in DTLS");
  await one.pc.setRemoteDescription({ type, sdp });
  expect(one.pc.connectionState).toBe("connected");
});

test("a restart asks for a negotiation, and its offer has another generation", async () => {
  const [one, other] = [await connection(), await connection()];
  await negotiate(one, other);
  let asked = 0;
  one.pc.addEventListener("negotiationneeded", () => asked++);
  const before = /ice-ufrag:(\S+)/.exec(said(one).sdp ?? "")?.[1];
  one.pc.restartIce();
  await pause(long);
  expect(asked).toBe(1);
  await one.pc.setLocalDescription();
  expect(/ice-ufrag:(\S+)/.exec(said(one).sdp ?? "")?.[1]).not.toBe(before);
});

test("an alarm is late from when there is a way to the other, not only once the data channel is open", async () => {
  const ends = { psk: random(32), room: toBase64url(random(16)) };
  const sids = [toBase64url(random(8)), toBase64url(random(8))] as const;
  const keys = [await generateKey(), await generateKey()] as const;
  const certificate = await RTCPeerConnection.generateCertificate("ECDSA");
  const lates: (boolean | undefined)[] = [];
  let pc: RTCPeerConnection | undefined;
  const make = (self: 0 | 1, watch: (pair: Pair | undefined) => void) => {
    return onPage(aPage(), () => {
      const person: Person = new Person(sids[1 - self] as string, false, {
        channelIds: { ...ends, self: sids[self], peer: sids[1 - self] as string },
        isInitiator: self === 0,
        key: keys[self],
        expected: () => ({ key: keys[1 - self]?.publicKey ?? "" }),
        send: (body) => setImmediate(() => people[1 - self]?.receiveFrame(body)),
        ...{ audio: true, video: false, certificate, build: undefined },
        onEvent: (event) => {
          if (event.kind === "changed") watch(person.pair);
          if (event.kind === "attack") lates.push(event.late);
        },
      });
      person.makePair(Pair, new FileLine());
      return person;
    });
  };
  const Real = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      pc ??= this;
    }
  };
  const first = make(0, (pair) => {
    if (pair?.state === "connected" && !pair.direct) pc?.dispatchEvent(new Event("datachannel"));
  });
  globalThis.RTCPeerConnection = Real;
  const people = [first, make(1, () => {})];
  for (const person of people)
    person.startMedia({ iceServers: [], relayOnly: false, tracks: { audio: null, video: null } });
  await pause(1000);
  expect(lates).toEqual([true]);
  for (const person of people) person.close();
});
