import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sidOf } from "../testing/room.ts";
import { Counting, patienceMs } from "./counting.ts";
import { PollEntry } from "./entry.ts";
import type { NoCount } from "./model.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const poll = { question: "When?", type: "single", choices: ["Mon", "Tue"], secret: true } as const;

/** Of somebody whose words nobody answers. */
function alone() {
  const ends: (NoCount | string | undefined)[][] = [];
  const sent: [string, number][] = [];
  const counting = new Counting(
    {
      ...{
        sid: sidOf("Ada"),
        name: () => "Ada",
        nameOf: (sid) => atob(sid.replaceAll("_", "/")).slice(0, 3),
      },
      ...{
        members: () => [],
        roster: () => undefined,
        isHost: () => false,
        isHostSelf: () => true,
      },
      broadcast: () => {},
      send: (sid, kind) => sent.push([sid, kind]) > 0,
    },
    (_, uncounted, missing) => ends.push([uncounted, missing]),
  );
  const entry = new PollEntry({ id: sidOf("p"), asker: undefined, askerName: "Ada" }, poll);
  entry.voters = ["Ada", "Ben", "Cem", "Dan"].map(sidOf);
  entry.own = [1];
  entry.state = "counting";
  return { counting, entry, ends, sent };
}

test("a count that does not come to its end is given up, with those who said nothing", async () => {
  const { counting, entry, ends, sent } = alone();
  counting.expect(entry);
  counting.beginCount(entry);
  while (sent.length < 3) await setTimeout(5);
  vi.advanceTimersByTime(patienceMs - 1);
  expect(ends).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ends).toEqual([["silent", "Ben, Cem, Dan"]]);
});

test("one that is over is not waited for, and takes nothing more", async () => {
  const { counting, entry, ends } = alone();
  counting.expect(entry);
  counting.beginCount(entry);
  counting.forget(entry);
  entry.finish("left");
  counting.receive(entry, sidOf("Ben"), { kind: "commit", id: sidOf("p"), hash: "" });
  await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(2 * patienceMs);
  expect(ends).toEqual([]);
});
