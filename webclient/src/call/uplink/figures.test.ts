import { describe, expect, it } from "vitest";
import type { LineStats, Received, Sent } from "../../peer/linestats.ts";
import { figuresOf } from "./figures.ts";

const received = (change: Partial<Received>): Received => ({
  ...{ bytes: 0, packets: 0, lost: 0, frames: 0, width: 640, height: 360, waited: 0, played: 0 },
  ...change,
});
const sent = (change: Partial<Sent>): Sent => ({
  ...{ bytes: 0, frames: 0, encoding: 0, width: 320, height: 180, limitedBy: "none", lost: 0 },
  ...change,
});
const look = (at: number, comes: Partial<Received>, goes: Partial<Sent> = {}): LineStats => ({
  ...{ at, rttMs: 20.4, available: undefined, bytesSent: 0 },
  sent: { audio: undefined, video: sent(goes) },
  received: { audio: received(comes), video: received(comes) },
});
const calm = { before: look(0, {}), now: look(1000, { packets: 100 }) };
const lossy = { before: look(0, {}), now: look(1000, { packets: 90, lost: 10 }) };
const late = { before: look(0, {}), now: look(1000, { packets: 50, waited: 20, played: 50 }) };
const quiet = { theirs: undefined, ours: undefined, others: [calm] } as const;

it("says what came and went in the last second", () => {
  const now = look(
    3000,
    { bytes: 250_000, packets: 98, lost: 2, frames: 50, waited: 2, played: 50 },
    { bytes: 25_000, frames: 30, lost: 0.1 },
  );
  expect(figuresOf({ before: look(1000, {}), now }, quiet)).toMatchObject({
    rttMs: 20,
    picture: {
      in: { rate: 1000, lost: 0.02, frames: 25, width: 640, height: 360, waitMs: 40 },
      out: { rate: 100, lost: 0.1, frames: 15, width: 320, height: 180 },
    },
    sound: { out: undefined },
  });
});

describe("what holds it back", () => {
  it.each([
    ["nothing", calm, quiet, "good"],
    ["nobody knows yet", { before: undefined, now: calm.now }, quiet, "unknown"],
    ["their line, by their word", calm, { ...quiet, theirs: "line" }, "their-line"],
    ["their device, by their word", calm, { ...quiet, theirs: "cpu" }, "their-device"],
    ["their line, where only theirs comes badly", lossy, quiet, "their-line"],
    ["our line, where several come badly", lossy, { ...quiet, others: [calm, late] }, "own-line"],
    ["our line, on which ours does not go", calm, { ...quiet, ours: "line" }, "own-line"],
    ["our device", calm, { ...quiet, ours: "cpu" }, "own-device"],
  ] as const)("is %s", (_, looks, around, verdict) => {
    expect(figuresOf(looks, around).verdict).toBe(verdict);
  });
});
