// What the peer says reaches the browser only as far as the rules let it, and what the browser
// finds reaches the peer in the same way.
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { eventually } from "../src/crypto/testing/eventually.ts";
import { mostCandidates } from "../src/peer/candidate.ts";
import { type NegotiationMessage, Negotiator } from "../src/peer/negotiator.ts";
import { installBrowser } from "./browser.ts";
import { aPage, onPage } from "./page.ts";

const host = (n: number) => `candidate:${n} 1 udp 1 192.0.2.1 ${1000 + n} typ host`;
const candidate = (text: string): NegotiationMessage => ({
  kind: "candidate",
  candidate: text,
  mid: "0",
});

let pc: RTCPeerConnection;
let said: NegotiationMessage[];
let refused: string[];
let negotiator: Negotiator;

async function connection(): Promise<RTCPeerConnection> {
  const certificate = await RTCPeerConnection.generateCertificate("ECDSA");
  const made = onPage(aPage(), () => new RTCPeerConnection({ certificates: [certificate] }));
  made.createDataChannel("", { negotiated: true, id: 0 });
  return made;
}

/** The peer's, with these lines put into it. */
async function offer(...lines: string[]): Promise<NegotiationMessage> {
  const peer = await connection();
  await peer.setLocalDescription();
  const sdp = `${peer.localDescription?.sdp}${lines.map((line) => `${line}\r\n`).join("")}`;
  return { kind: "description", type: "offer", sdp };
}

/**
 * Resolves once all that was received is dealt with, one after the other, and gives the candidates
 * that were shown to the browser.
 */
async function shown(): Promise<(string | undefined)[]> {
  const { calls } = vi.mocked(pc.addIceCandidate).mock;
  negotiator.receive(candidate(host(99)));
  await eventually(() => expect(calls.at(-1)?.[0]?.candidate).toBe(host(99)));
  return calls.slice(0, -1).map(([one]) => one?.candidate);
}

beforeAll(installBrowser);
beforeEach(async () => {
  pc = await connection();
  vi.spyOn(pc, "addIceCandidate");
  [said, refused] = [[], []];
  negotiator = new Negotiator(pc, {
    polite: false,
    media: [],
    send: (message) => said.push(message),
    beforeAnswer: () => {},
    refused: ({ message }) => refused.push(message),
  });
});

it("shows the browser no candidate but harmless ones", async () => {
  negotiator.receive(await offer());
  negotiator.receive(candidate("candidate:1 1 tcp 1 192.168.1.1 22 typ host"));
  negotiator.receive(candidate("candidate:2 1 udp 1 beacon.example 1000 typ host"));
  negotiator.receive(candidate(host(3)));
  expect(await shown()).toEqual([host(3)]);
});

it("shows the browser no candidate that stands in a description", async () => {
  const set = vi.spyOn(pc, "setRemoteDescription");
  negotiator.receive(await offer(`a=${host(1)}`, "a=end-of-candidates"));
  await shown();
  expect(set.mock.calls.map(([one]) => one.sdp?.match(/candidate/g))).toEqual([null]);
  expect(refused).toEqual([]);
});

it("keeps no more candidates than it would show while there is no description, however often they are said", async () => {
  for (let n = 0; n < 500; n++) negotiator.receive(candidate(host(n % 10)));
  negotiator.receive(await offer());
  expect((await shown()).length).toBe(mostCandidates);
});

it("gives up a peer who announces another certificate than before", async () => {
  negotiator.receive(await offer());
  negotiator.receive(await offer());
  await shown();
  expect(refused).toEqual(["the fingerprint changed"]);
});

it("tells the peer no address but the one that it is to use", async () => {
  const found =
    "candidate:1 1 udp 1 192.0.2.1 1000 typ srflx raddr 192.168.1.7 rport 50000 generation 0";
  const event = Object.assign(new Event("icecandidate"), {
    candidate: { candidate: found, sdpMid: "0" },
  });
  pc.dispatchEvent(event);
  expect(said).toEqual([
    candidate("candidate:1 1 udp 1 192.0.2.1 1000 typ srflx raddr 0.0.0.0 rport 0"),
  ]);
});
