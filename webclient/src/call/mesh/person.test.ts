import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey } from "../../crypto/ed25519.ts";
import { eventually } from "../../crypto/testing/eventually.ts";
import type { PeerEvent } from "../../peer/events.ts";
import { FileLine } from "../../peer/fileline.ts";
import { Pair } from "../../peer/pair.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { chatPairs } from "../testing/parts.ts";
import { Person } from "./person.ts";

const config = { iceServers: [], relayOnly: false, tracks: { audio: null, video: null } };
const [anna, ben] = [toBase64url(random(8)), toBase64url(random(8))];

/** Ben, who knocks, as Anna has him, and Anna as Ben has her; and what Ben hears of her. */
let theirs: Person;
let ours: Person;
let events: PeerEvent[];
const kinds = () => events.map(({ kind }) => kind);
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));

beforeAll(installPeerConnections);
beforeEach(async () => {
  events = [];
  const [channel, pairs] = [{ psk: random(32), room: toBase64url(random(16)) }, await chatPairs()];
  const make = async (self: string, peer: string, other: () => Person) =>
    new Person(peer, peer === anna, {
      ...{ ...pairs, key: await generateKey(), channelIds: { ...channel, self, peer } },
      isInitiator: self === ben,
      expected: () => ({}),
      send: (body) => setImmediate(() => other().receiveFrame(body)),
      onEvent: (event) => {
        if (self === ben) events.push(event);
      },
    });
  theirs = await make(anna, ben, () => ours);
  ours = await make(ben, anna, () => theirs);
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const person of [ours, theirs]) person.close();
});

const prove = async () => {
  ours.connect();
  await eventually(() => expect(kinds()).toContain("authenticated"));
};

it("is spoken with on the sealed path, and connected once what does that is there", async () => {
  theirs.makePair(Pair, new FileLine());
  await prove();
  theirs.send({ kind: "hello", name: "Anna" });
  await eventually(() => expect(kinds()).toEqual(["authenticated", "message"]));
  ours.member = ours.shown = true;
  for (const person of [ours, theirs]) person.startMedia(config);
  await pause();
  expect([ours.isLive, ours.drawnPeer(false)]).toEqual([false, undefined]);
  expect(ours.makePair(Pair, new FileLine())).toBe(config);
  await eventually(() => expect([ours.isLive, theirs.isLive]).toEqual([true, true]));
  expect(ours.drawnPeer(false)).toMatchObject({ sid: anna, host: true, state: "connected" });
  expect(kinds().filter((kind) => kind === "attack" || kind === "authenticated").length).toBe(1);
});

it("has an offer kept that came before that, if both are members", async () => {
  const says = vi.spyOn(Pair.prototype, "onPathEvent");
  ours.makePair(Pair, new FileLine());
  for (const person of [ours, theirs]) person.startMedia(config);
  await prove();
  await pause();
  const restart = vi.spyOn(Pair.prototype, "restart");
  const before = says.mock.calls.length;
  theirs.makePair(Pair, new FileLine());
  expect(says.mock.calls.slice(before)[0]?.[0]).toMatchObject({ message: { type: "offer" } });
  await eventually(() => expect([ours.isLive, theirs.isLive]).toEqual([true, true]));
  expect(restart).not.toHaveBeenCalled();
});

it("has nothing kept before it is let in", async () => {
  const says = vi.spyOn(Pair.prototype, "onPathEvent");
  ours.makePair(Pair, new FileLine());
  ours.startMedia(config);
  await prove();
  await pause();
  const before = says.mock.calls.length;
  theirs.makePair(Pair, new FileLine());
  expect(says.mock.calls.length).toBe(before);
});

it("says nothing on the path that belongs to a data channel, and nothing comes of it later", async () => {
  theirs.makePair(Pair, new FileLine());
  await prove();
  theirs.send({ kind: "accept", id: 1 });
  await eventually(() => expect(events.at(-1)).toEqual({ kind: "attack", reason: "bad-message" }));
  ours.startMedia(config);
  theirs.startMedia(config);
  ours.makePair(Pair, new FileLine());
  theirs.send({ kind: "hello", name: "Anna" });
  await pause();
  expect(ours.pair?.state).toBe("failed");
  expect(kinds()).toEqual(["authenticated", "attack"]);
});
