// What the peer says reaches the browser only as far as the rules let it, and what the browser
// finds reaches the peer in the same way.
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { eventually } from "../src/crypto/testing/eventually.ts";
import { mostCandidates } from "../src/peer/candidate.ts";
import type { CandidateMessage, DescriptionMessage, Way } from "../src/peer/negotiation.ts";
import { Negotiator } from "../src/peer/negotiator.ts";
import { installBrowser } from "./browser.ts";
import { aPage, onPage } from "./page.ts";

const host = (n: number) => `candidate:${n} 1 udp 1 192.0.2.1 ${1000 + n} typ host`;
const candidate = (text: string): CandidateMessage => ({
  kind: "candidate",
  candidate: text,
  mid: "0",
});

let pc: RTCPeerConnection;
let said: (DescriptionMessage | CandidateMessage)[];
let ways: (Way | undefined)[];
let refused: string[];
let negotiator: Negotiator;

async function connection(): Promise<RTCPeerConnection> {
  const certificate = await RTCPeerConnection.generateCertificate("ECDSA");
  const made = onPage(aPage(), () => new RTCPeerConnection({ certificates: [certificate] }));
  made.createDataChannel("", { negotiated: true, id: 0 });
  return made;
}

/** A peer's, with these lines put into it. */
async function offer(...lines: string[]): Promise<DescriptionMessage> {
  return nextOffer(await connection(), ...lines);
}

async function nextOffer(peer: RTCPeerConnection, ...lines: string[]): Promise<DescriptionMessage> {
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
  negotiator.receive(candidate(host(99)), "server");
  await eventually(() => expect(calls.at(-1)?.[0]?.candidate).toBe(host(99)));
  return calls.slice(0, -1).map(([one]) => one?.candidate);
}

beforeAll(installBrowser);
beforeEach(async () => {
  pc = await connection();
  vi.spyOn(pc, "addIceCandidate");
  [said, ways, refused] = [[], [], []];
  negotiator = negotiate(false);
});
afterEach(() => negotiator.close());

function negotiate(offers: boolean): Negotiator {
  const [saidHere, waysHere] = [said, ways]; // a connection of an earlier test may still gather
  return new Negotiator(pc, {
    offers,
    media: [],
    send: (message, way) => {
      saidHere.push(message);
      waysHere.push(way);
    },
    beforeAnswer: () => {},
    agreed: () => {},
    refused: ({ message }) => refused.push(message),
  });
}

it("shows the browser no candidate but harmless ones", async () => {
  negotiator.receive(await offer(), "server");
  negotiator.receive(candidate("candidate:1 1 tcp 1 192.168.1.1 22 typ host"), "server");
  negotiator.receive(candidate("candidate:2 1 udp 1 beacon.example 1000 typ host"), "server");
  negotiator.receive(candidate(host(3)), "server");
  expect(await shown()).toEqual([host(3)]);
});

it("shows the browser no candidate that stands in a description", async () => {
  const set = vi.spyOn(pc, "setRemoteDescription");
  negotiator.receive(await offer(`a=${host(1)}`, "a=end-of-candidates"), "server");
  await shown();
  expect(set.mock.calls.map(([one]) => one.sdp?.match(/candidate/g))).toEqual([null]);
  expect(refused).toEqual([]);
});

it("keeps no more candidates than it would show while there is no description, however often they are said", async () => {
  for (let n = 0; n < 500; n++) negotiator.receive(candidate(host(n % 10)), "server");
  negotiator.receive(await offer(), "server");
  expect((await shown()).length).toBe(mostCandidates);
});

it("gives up a peer who announces another certificate than before", async () => {
  negotiator.receive(await offer(), "server");
  negotiator.receive(await offer(), "server");
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

it("answers on the way on which the offer came, and says its candidates there too", async () => {
  for (const way of ["direct", "server"] as const) {
    negotiator.receive(await offer(), way);
    await eventually(() => expect(ways.length).toBeGreaterThan(0));
    pc.dispatchEvent(
      Object.assign(new Event("icecandidate"), {
        candidate: { candidate: host(1), sdpMid: "0", usernameFragment: null },
      }),
    );
    expect(new Set(ways)).toEqual(new Set([way]));
    pc = await connection();
    ways = [];
    negotiator = negotiate(false);
  }
});

it("says an offer again through the server when no answer comes", async () => {
  [said, ways] = [[], []];
  negotiator = negotiate(true);
  negotiator.start();
  const offers = () => said.flatMap((one, i) => (one.kind === "description" ? [ways[i]] : []));
  await eventually(() => expect(offers()).toEqual([undefined]));
  await eventually(() => expect(offers()).toEqual([undefined, "server"]));
});

it("drops what comes late of a generation that is over", async () => {
  const peer = await connection();
  const first = await nextOffer(peer);
  negotiator.receive(first, "server");
  await eventually(() => expect(said.filter(isAnswer).length).toBe(1));
  const [answer] = said.filter(isAnswer);
  await peer.setRemoteDescription({ type: "answer", sdp: answer?.sdp ?? "" });
  peer.restartIce();
  negotiator.receive(await nextOffer(peer), "server");
  const set = vi.spyOn(pc, "setRemoteDescription");
  negotiator.receive(first, "direct");
  await shown();
  expect(said.filter(isAnswer).length).toBe(2);
  expect(set.mock.calls.length).toBe(1);
  expect(refused).toEqual([]);
});

it("gives up a peer who offers although it is for us, or answers although it is for it", async () => {
  negotiator.receive({ ...(await offer()), type: "answer" }, "server");
  await eventually(() => expect(refused).toEqual(["no answer was due"]));
  negotiator = negotiate(true);
  negotiator.receive(await offer(), "server");
  await eventually(() => expect(refused.at(-1)).toBe("no offer was due"));
});

function isAnswer(message: DescriptionMessage | CandidateMessage): message is DescriptionMessage {
  return message.kind === "description" && message.type === "answer";
}
