// @vitest-environment happy-dom
// Several people with a part each, whose words reach each other in order; real keys, and what the
// browser would record with stubbed.
import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { answers } from "../../crypto/consent.ts";
import { generateKey, sign } from "../../crypto/ed25519.ts";
import type { Line } from "../../peer/lines.ts";
import type { Peer } from "../model.ts";
import type { RecordContext } from "./context.ts";
import { encodeRecord } from "./messages.ts";
import { RecordPart } from "./part.ts";

const room = toBase64url(random(16));
const asked = { what: ["sound"], why: "Notes", goesOn: false } as const;
const everything: readonly Line[] = ["audio", "video", "screen", "screenAudio"];

interface One {
  readonly part: RecordPart;
  readonly withheld: Map<string, readonly Line[]>;
  readonly peers: ReturnType<typeof signal<readonly Peer[]>>;
  readonly refused: string[];
  recorder: string | undefined;
}

let people: Map<string, One>;
let members: { sid: string; key: string; role: "host" | "guest" }[];
let epoch: number;
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));
const at = (sid: string): One => {
  const one = people.get(sid);
  if (one === undefined) throw new Error("nobody of that name");
  return one;
};

async function enter(): Promise<string> {
  const key = await generateKey();
  const sid = toBase64url(random(8));
  const one = { withheld: new Map(), peers: signal<readonly Peer[]>([]), refused: [] as string[] };
  const send = (to: string, kind: number, payload: Uint8Array<ArrayBuffer>) => {
    people.get(to)?.part.receive(sid, kind, payload.slice());
    return true;
  };
  const context: RecordContext = {
    ...{ sid, room, peers: one.peers, chat: signal([]) },
    name: () => "Us",
    nameOf: (other) => other,
    members: () => members.map((member) => member.sid).filter((other) => other !== sid),
    roster: () => ({ epoch, members, signature: "" }),
    isHost: () => false,
    isHostSelf: () => false,
    send,
    broadcast: (kind, payload) => {
      for (const other of people.keys()) if (other !== sid) send(other, kind, payload);
    },
    sign: (text) => sign(key, text),
    ownTracks: () => ({}),
    withhold: (to, lines) => {
      if (lines.length > 0) one.withheld.set(to, lines);
      else one.withheld.delete(to);
    },
    expectSilence: () => {},
    heardRecorder: () => {},
    setRecorder: (recorder) => {
      at(sid).recorder = recorder;
    },
    refuse: (from, code) => one.refused.push(`${from} ${code}`),
  };
  members = [...members, { sid, key: key.publicKey, role: members.length ? "guest" : "host" }];
  epoch++;
  people.set(sid, { ...one, part: new RecordPart(context), recorder: undefined } as One);
  for (const { peers } of people.values()) peers.value = [];
  await settle();
  return sid;
}

let made: number;
let [anna, ben, we] = ["", "", ""];

beforeEach(async () => {
  made = 0;
  people = new Map();
  members = [];
  epoch = 1;
  vi.stubGlobal(
    "MediaRecorder",
    class {
      static isTypeSupported = () => true;
      constructor() {
        made++;
      }
    },
  );
  vi.stubGlobal("navigator", {
    storage: { getDirectory: () => Promise.reject(new Error("full")) },
  });
  vi.stubGlobal(
    "AudioContext",
    class {
      state = "running";
      resume = async () => {};
      addEventListener() {}
      close = async () => {};
      createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [] } });
    },
  );
  [anna, ben, we] = [await enter(), await enter(), await enter()];
});
afterEach(() => vi.unstubAllGlobals());

async function ask(): Promise<void> {
  at(anna).part.askEverybody(asked);
  await vi.waitFor(() => expect(at(we).part.request.value?.stage).toBe("asking"));
  await settle();
}

describe("a request", () => {
  it("reaches everybody, and one no ends it for all, with nothing made", async () => {
    await ask();
    expect(at(we).part.request.value).toMatchObject({ recorder: anna, what: ["sound"] });
    expect([at(we).recorder, at(anna).recorder]).toEqual([anna, anna]);
    at(ben).part.respond("yes");
    await settle();
    at(we).part.respond("no");
    await vi.waitFor(() => expect(at(ben).part.ended.value?.reason).toBe("refused"));
    expect(at(anna).part.ended.value).toMatchObject({ reason: "refused", wasOn: false });
    expect([made, at(anna).part.taking.value.stage]).toEqual([0, "idle"]);
    expect(at(we).recorder).toBeUndefined();
  });

  it("without a place to record to says so, and ends for all", async () => {
    await ask();
    at(ben).part.respond("yes");
    at(we).part.respond("yes");
    await vi.waitFor(() => expect(at(we).part.ended.value?.reason).toBe("failed"));
    expect(at(anna).part.taking.value).toEqual({ stage: "failed", problem: "failed" });
  });

  it("beside another is answered with no by itself", async () => {
    await ask();
    at(ben).part.askEverybody(asked);
    await settle();
    expect(at(we).part.request.value?.recorder).toBe(anna);
  });

  it("is answered with the signature of whoever answers, or they are cut off", async () => {
    await ask();
    const { id = "" } = at(we).part.request.value ?? {};
    const signature = toBase64url(random(64));
    const message = { id, epoch, answer: answers[1], at: Date.now(), signature };
    at(we).part.receive(ben, ...encodeRecord({ kind: "answer", message }));
    await settle();
    expect(at(we).refused).toEqual([`${ben} bad-signature`]);
    expect(at(we).part.request.value?.answers.has(ben)).toBe(false);
  });

  it("is said anew to whoever's channel opens, and over with who asked", async () => {
    await ask();
    const dora = await enter();
    at(anna).part.peerReady(dora);
    await settle();
    expect(at(dora).part.request.value).toMatchObject({ recorder: anna, stage: "asking" });
    members = members.filter(({ sid }) => sid !== anna);
    epoch++;
    for (const { peers } of people.values()) peers.value = [];
    await settle();
    expect(at(we).part.ended.value).toMatchObject({ reason: "gone", wasOn: false });
    expect(at(we).recorder).toBeUndefined();
  });
});

describe("what is withheld", () => {
  it("is the picture of who agrees without it, before anybody hears of that", async () => {
    await ask();
    at(we).part.respond("yes-without-picture");
    await vi.waitFor(() => expect(at(we).withheld.get(anna)).toEqual(["video", "screen"]));
    at(anna).part.stopRecording();
    await vi.waitFor(() => expect(at(we).withheld.size).toBe(0));
  });

  it("is everything from whoever begins without having asked, or without the others", async () => {
    const signature = toBase64url(random(64));
    const own = { sid: ben, epoch, answer: "yes", at: 1, signature } as const;
    const on = { id: toBase64url(random(8)), epoch, since: 1, answers: [own] };
    at(we).part.receive(ben, ...encodeRecord({ kind: "on", message: on }));
    await vi.waitFor(() => expect(at(we).withheld.get(ben)).toEqual(everything));
    expect(at(we).part.rogues.value).toEqual([ben]);

    await ask().catch(() => {});
    at(we).part.respond("yes");
    await settle();
    const { id = "" } = at(we).part.request.value ?? {};
    const forged = { ...on, id, answers: [{ ...own, sid: anna }] };
    at(we).part.receive(anna, ...encodeRecord({ kind: "on", message: forged }));
    await vi.waitFor(() => expect(at(we).withheld.get(anna)).toEqual(everything));
  });

  it("is everything while a list is awaited by which it began", async () => {
    await ask();
    at(we).part.respond("yes");
    await settle();
    const { id = "", answers: said } = at(we).part.request.value ?? {};
    const all = [...(said ?? [])].map(([sid, answer]) => ({ sid, ...answer }));
    const on = { id, epoch: epoch + 1, since: 1, answers: all };
    at(we).part.receive(anna, ...encodeRecord({ kind: "on", message: on }));
    await vi.waitFor(() => expect(at(we).withheld.get(anna)).toEqual(everything));
  });
});
