import { signal } from "@preact/signals-core";
import { describe, expect, test } from "vitest";
import type { Peer, PeerState } from "./model.ts";
import { CallState } from "./state.ts";

test("an incident is shown until the server says that it is over", () => {
  const state = new CallState();
  state.showIncident({ until: 1790000000, reason: "Connections break" });
  expect(state.incident.value).toEqual({
    until: new Date(1790000000_000),
    reason: "Connections break",
  });
  state.showIncident({});
  expect(state.incident.value).toBeUndefined();
});

test("who is off the list waits again, and the host's client does not know it yet", () => {
  const state = new CallState();
  state.phase.value = "joined";
  state.hostKnows.value = true; // from the first knock
  state.waitAgain();
  expect([state.phase.value, state.hostKnows.value]).toEqual(["waiting", false]);
});

test("that somebody cannot be reached is said until they are, or are gone", () => {
  const peer = (sid: string, state: PeerState) => ({ sid, state }) as Peer;
  const state = new CallState();
  const failed = { code: "pair-failed", name: "Anna", until: "Anna" };
  for (const over of [[peer("Anna", "connected")], [peer("Ben", "failed")]]) {
    state.report(failed);
    state.showPeers([peer("Anna", "failed"), peer("Ben", "connected")]);
    expect(state.problem.value).toEqual(failed);
    state.showPeers(over);
    expect(state.problem.value).toBeUndefined();
  }
  state.report({ code: "alarm", name: "Anna" });
  state.showPeers([peer("Anna", "connected")]);
  expect(state.problem.value?.code).toBe("alarm");
});

test("an alarm gives way to one that is as grave or graver, and to nothing else", () => {
  const state = new CallState();
  const [stranger, member, late] = [
    { code: "alarm", name: "Anybody" },
    { code: "alarm", name: "Anna" },
    { code: "alarm", name: "Ben", late: true },
  ];
  for (const [problem, shown] of [
    [{ code: "too-many" }, { code: "too-many" }],
    [stranger, stranger],
    [{ code: "forged-command" }, stranger],
    [member, member],
    [late, late],
    [stranger, late],
  ] as const) {
    state.report(problem);
    expect(state.problem.value).toEqual(shown);
  }
});

describe("the chat", () => {
  const say = (state: CallState, sid: string, times: number) => {
    for (let i = 0; i < times; i++) state.addChat({ sid, name: sid, text: String(i) });
  };

  test("keeps the last thousand lines of a person, each with a number of its own, and all that others wrote", () => {
    const state = new CallState();
    say(state, "Anna", 3);
    say(state, "Mallory", 1500);
    say(state, "Ben", 1);
    const of = (name: string) =>
      state.chat.value.filter(({ sid }) => sid === name).map(({ id }) => id);
    expect(of("Anna")).toEqual([0, 1, 2]);
    expect(of("Mallory")).toEqual(Array.from({ length: 1000 }, (_, i) => i + 503));
    expect(of("Ben")).toEqual([1503]);
  });

  test("keeps six thousand lines in all; whoever has written most gives way", () => {
    const state = new CallState();
    say(state, "Anna", 3);
    // Somebody who comes back is somebody else to the chat.
    for (let i = 0; i < 8; i++) say(state, `Mallory ${i}`, 990);
    expect(state.chat.value.length).toBe(6000);
    expect(state.chat.value.filter(({ sid }) => sid === "Anna").length).toBe(3);
  });

  test("who leaves and comes back again and again pushes out no line of those who are here", () => {
    const state = new CallState();
    state.showPeers([{ sid: "Anna" }] as Peer[]);
    say(state, "Anna", 1000);
    for (let i = 0; i < 7; i++) say(state, `Mallory ${i}`, 1000);
    expect(state.chat.value.length).toBe(6000);
    expect(state.chat.value.filter(({ sid }) => sid === "Anna").length).toBe(1000);
  });

  test("keeps the lines of others when all of the one who has most are files", () => {
    const state = new CallState();
    const file = signal({ name: "a", size: 1, shares: [], content: new Blob(["a"]) });
    for (let i = 0; i < 1100; i++)
      state.addChat({ sid: "Mallory", name: "Mallory", text: "a", file });
    say(state, "Ben", 1500);
    expect(state.chat.value.filter(({ sid }) => sid === "Ben").length).toBe(1000);
  });

  test("keeps a file that is here or may still come", () => {
    const state = new CallState();
    const share = { sid: "Mallory", name: "Mallory", percent: 0 };
    const whole = {
      name: "a",
      size: 1,
      shares: [{ ...share, state: "done" as const }],
      content: new Blob(["a"]),
    };
    const offered = { name: "b", size: 1, shares: [{ ...share, state: "offered" as const }] };
    const over = { name: "c", size: 1, shares: [{ ...share, state: "withdrawn" as const }] };
    for (const file of [whole, offered, over]) {
      state.addChat({ sid: "Mallory", name: "Mallory", text: file.name, file: signal(file) });
    }
    say(state, "Mallory", 1500);
    expect(state.chat.value.length).toBe(1000);
    expect(
      state.chat.value.filter(({ file }) => file !== undefined).map(({ text }) => text),
    ).toEqual(["a", "b"]);
  });
});
