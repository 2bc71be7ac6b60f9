// Whatever happens, a pair is not kept busy with looking for other ways: tried with many traces.
import { expect, test } from "vitest";
import { always, type Random } from "../crypto/testing/random.ts";
import { follow, type Happening, type Trace } from "./testing/trace.ts";

/** In any minute; a few at once, then one each four seconds. */
const mostTries = 22;
const leastPauseMs = 900;
const happenings: readonly Happening[] = [
  ...(["connecting", "connected", "disconnected", "failed"] as const),
  ...([
    "moved",
    "changed",
    "woke",
    "shown",
    "agreed",
    "agreed-by-peer",
    "return",
    "stops",
    "runs",
    "runs",
  ] as const),
];

function anyTrace(random: Random): Trace {
  const ms = 130_000;
  const often = random.pickFrom([200, 1000, 5000, 30_000]);
  const events: [number, Happening][] = [[100, "connecting"]];
  if (random.integerBelow(5) > 0) events.push([300, "connected"]);
  for (let at = 0; at < ms; at += 1 + random.integerBelow(often))
    events.push([at, random.pickFrom(happenings)]);
  const flapMs = random.pickFrom([300, 700, 1500, 4000, 60_000]);
  const share = random.integerBelow(101) / 100;
  const offset = random.integerBelow(flapMs);
  const packets = (now: number) => ((now + offset) % flapMs < share * flapMs ? 2 : 0);
  const answerMs = random.pickFrom([undefined, 50, 500, 3000]);
  return {
    ms,
    events: events.sort(([a], [b]) => a - b),
    packets,
    restarted: (now) => (answerMs === undefined ? [] : [[now + answerMs, "agreed"]]),
  };
}

test("at most 22 times in a minute, and never twice in 900 ms", async () => {
  await always(300, (random) => {
    const { tries } = follow(anyTrace(random));
    for (const [i, from] of tries.entries()) {
      expect(tries.filter((ms) => ms >= from && ms < from + 60_000).length).toBeLessThanOrEqual(
        mostTries,
      );
      if (i > 0) expect(from - (tries[i - 1] ?? 0)).toBeGreaterThanOrEqual(leastPauseMs);
    }
  });
});

test("thirty flaps in a minute are no reason for more than one attempt in three seconds", () => {
  const events: [number, Happening][] = [[300, "connected"]];
  for (let at = 10_000; at < 70_000; at += 2000) events.push([at, "changed"], [at + 400, "moved"]);
  const packets = (ms: number) => (ms > 10_000 && ms % 2000 < 400 ? 0 : 2);
  const { tries } = follow({ ms: 75_000, events, packets });
  expect(tries.length).toBeLessThanOrEqual(22);
});
