import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PairMessage } from "../../net/protocol.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { Peer } from "../model.ts";
import { CallState } from "../state.ts";
import { TakingPart } from "./participation.ts";

let state: CallState;
let said: [to: string, message: PairMessage][];
let microphone: boolean;
let taking: TakingPart;

const peer = (sid: string, hand?: number) => ({ sid, name: sid, hand }) as Peer;

beforeEach(() => {
  vi.useFakeTimers();
  state = new CallState();
  said = [];
  microphone = true;
  const mesh = {
    nameOf: (sid: string) => sid,
    broadcastDirect: (message: PairMessage) => said.push(["all", message]),
    sendDirect: (sid: string, message: PairMessage) => said.push([sid, message]),
  } as unknown as Mesh;
  taking = new TakingPart({
    state,
    session: () => ({ mesh, order: ["host", "we", "Ben"], sid: "we" }),
    name: () => "Anna",
    mute: () => {
      const was = microphone;
      microphone = false;
      return was;
    },
  });
});
afterEach(() => vi.useRealTimers());

it("a hand comes after those that are up, and may be taken down", () => {
  state.showPeers([peer("host"), peer("Ben", 4)]);
  taking.raise(true);
  expect(taking.hand.value).toBe(5);
  taking.raise(true); // nobody gets behind others by that
  expect(taking.hands.value).toEqual([{ sid: "Ben", name: "Ben" }, { name: "Anna" }]);
  state.showPeers([peer("host", 5), peer("Ben", 5)]);
  expect(taking.hands.value.map(({ name }) => name)).toEqual(["host", "Anna", "Ben"]);
  taking.raise(false);
  expect([taking.raised.value, taking.hand.value]).toEqual([false, undefined]);
});

describe("a reaction", () => {
  it("is seen for a while, one of each person", () => {
    taking.receive("Ben", false, { kind: "reaction", reaction: "agree" });
    taking.receive("Ben", false, { kind: "reaction", reaction: "thanks" });
    taking.react("laugh");
    expect(said).toEqual([["all", { kind: "reaction", reaction: "laugh" }]]);
    const shown = () => taking.reactions.value.map(({ name, reaction }) => [name, reaction]);
    expect(shown()).toEqual([
      ["Ben", "thanks"],
      ["Anna", "laugh"],
    ]);
    vi.advanceTimersByTime(5_000);
    expect(shown()).toEqual([]);
  });

  it("is dropped, and not sent, if there are more than two a second", () => {
    for (const reaction of ["agree", "disagree", "bravo"] as const) {
      taking.react(reaction);
      taking.receive("Ben", false, { kind: "reaction", reaction });
    }
    expect(said.length).toBe(2);
    expect(taking.reactions.value.map(({ reaction }) => reaction)).toEqual([
      "disagree",
      "disagree",
    ]);
  });
});

describe("what is asked for", () => {
  const ask = (wish: "unmute" | "mute" | "camera" | "lower-hand", fromHost = true) =>
    taking.receive("host", fromHost, { kind: "ask", wish });

  it("is shown and nothing is switched on; from anybody but the host it is nothing", () => {
    ask("unmute", false);
    expect(taking.request.value).toBeUndefined();
    ask("unmute");
    expect([taking.request.value, said]).toEqual(["unmute", []]);
    taking.dismissRequest();
    ask("unmute"); // again at once
    expect(taking.request.value).toBeUndefined();
    vi.advanceTimersByTime(5_000);
    ask("unmute");
    expect(taking.request.value).toBe("unmute");
  });

  it("is followed at once where it takes nothing away: a microphone off, a hand down", () => {
    taking.raise(true);
    ask("lower-hand");
    ask("mute");
    expect([taking.raised.value, microphone, taking.request.value]).toEqual([false, false, "mute"]);
  });

  it("needs no word where the microphone was off", () => {
    microphone = false;
    ask("mute");
    expect(taking.request.value).toBeUndefined();
  });

  it("goes to one or to all, and to nobody twice within five seconds", () => {
    state.showPeers([peer("Ben"), peer("Cleo")]);
    taking.ask("unmute", "Ben");
    taking.ask("unmute", "Ben");
    taking.ask("mute");
    expect(said.map(([to, message]) => [to, "wish" in message && message.wish])).toEqual([
      ["Ben", "unmute"],
      ["Ben", "mute"],
      ["Cleo", "mute"],
    ]);
  });
});
