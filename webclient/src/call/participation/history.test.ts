import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParticipationMessage } from "../../net/participation.ts";
import type { Peer } from "../model.ts";
import { CallState } from "../state.ts";
import { History } from "./history.ts";

let state: CallState;
let said: [to: string, message: ParticipationMessage][];
let history: History;

const lines = [{ name: "Ben", text: "Good\u202e morning", at: 1_790_000_000, id: "AAAAAAAAAAA" }];
const connected = (...sids: string[]) => {
  state.showPeers(sids.map((sid) => ({ sid, name: sid, state: "connected" }) as Peer));
};
const told = () => history.told.value?.lines.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  state = new CallState();
  said = [];
  history = new History(state, (sid, message) => said.push([sid, message]));
});
afterEach(() => vi.useRealTimers());

describe("a newcomer", () => {
  it("asks one after the other, each once, and takes the first that answers", () => {
    history.begin();
    expect(said).toEqual([]);
    connected("Anna", "Ben");
    vi.advanceTimersByTime(500);
    vi.advanceTimersByTime(2_000);
    expect(said).toEqual([
      ["Anna", { kind: "recall" }],
      ["Ben", { kind: "recall" }],
    ]);
    history.take("Ben", "Ben", lines);
    expect(history.told.value).toMatchObject({ by: "Ben", lines: [{ text: "Good morning" }] });
    history.take("Anna", "Anna", [{ name: "Anna", text: "Not so", at: 1 }]);
    expect(told()).toEqual(["Good morning"]);
    vi.advanceTimersByTime(60_000);
    expect(said.length).toBe(2);
  });

  it("believes nobody who was not asked", () => {
    connected("Anna", "Ben");
    history.begin();
    vi.advanceTimersByTime(500);
    history.take("Ben", "Ben", lines);
    expect(told()).toBeUndefined();
  });

  it("is told nothing that it has heard itself, and nothing from the future", () => {
    vi.setSystemTime(new Date(2026, 2, 5));
    connected("Anna");
    state.addChat({ sid: "Ben", name: "Ben", text: "Good morning", key: "AAAAAAAAAAA" });
    history.begin();
    vi.advanceTimersByTime(500);
    history.take("Anna", "Anna", [...lines, { name: "Ben", text: "Later", at: 9_000_000_000 }]);
    expect(told()).toEqual(["Later"]);
    expect(history.told.value?.lines[0]?.at.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

describe("a member", () => {
  it("tells what was written and what it was told itself, once, and no file", () => {
    connected("Anna", "Ben");
    history.begin();
    vi.advanceTimersByTime(500);
    history.take("Anna", "Anna", lines);
    said.length = 0;
    state.addChat({ name: "Cleo", text: "Mine", key: "BBBBBBBBBBB", reply: "AAAAAAAAAAA" });
    state.addChat({ sid: "Ben", name: "", text: "file.pdf", file: {} as never });
    history.answer("Ben");
    history.answer("Ben");
    const at = expect.any(Number);
    expect(said).toEqual([
      [
        "Ben",
        {
          kind: "history",
          lines: [
            { name: "Ben", text: "Good morning", at: 1_790_000_000, id: "AAAAAAAAAAA" },
            { name: "Cleo", text: "Mine", at, id: "BBBBBBBBBBB", reply: "AAAAAAAAAAA" },
          ],
        },
      ],
    ]);
  });

  it("with nothing to tell does not answer", () => {
    connected("Anna");
    history.answer("Anna");
    expect(said).toEqual([]);
  });

  it("tells the newest that go into one message", () => {
    connected("Anna");
    for (let n = 0; n < 300; n++) state.addChat({ name: "Cleo", text: `${n}` });
    history.answer("Anna");
    const [, message] = said[0] ?? [];
    expect(message?.kind === "history" && message.lines.map(({ text }) => text)).toEqual(
      Array.from({ length: 200 }, (_, n) => `${n + 100}`),
    );
    connected("Anna", "Ben");
    for (let n = 0; n < 30; n++) state.addChat({ name: "Cleo", text: "ä".repeat(4_000) });
    history.answer("Ben");
    const text = JSON.stringify(said[1]?.[1]);
    expect(new TextEncoder().encode(text).length).toBeLessThan(49_152);
    expect(text.length).toBeGreaterThan(20_000);
  });
});

it("what was said in a group, or in the main room meanwhile, is told to nobody", () => {
  connected("Anna");
  state.addChat({ sid: "Anna", name: "Anna", text: "for all" });
  for (const group of ["Red", ""]) {
    state.group.value = group;
    state.addChat({ sid: "Anna", name: "Anna", text: "for some" });
  }
  state.group.value = undefined;
  history.answer("Anna");
  const [, message] = said.at(-1) ?? [];
  const lines = message?.kind === "history" ? message.lines : [];
  expect(lines.map(({ text }) => text)).toEqual(["for all"]);
});

it("what came from another group was said before, and is told", () => {
  state.showPeers([{ sid: "Ben", name: "Ben", state: "connected", apart: true } as Peer]);
  state.group.value = "Red";
  state.addChat({ sid: "Ben", name: "Ben", text: "before" });
  expect(state.chat.value[0]?.within).toBeUndefined();
});
