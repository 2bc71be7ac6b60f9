import { expect, test } from "vitest";
import type { Recording } from "./sampler.ts";
import { backAfter, changes, directions, longestGap, qualityOf, type Sample } from "./series.ts";

const begin = 1_000_000;

/** A look each 100 ms: five packets and one frame, except between these times. */
function flow(lengthMs: number, silentFrom = -1, silentUntil = -1): Sample[] {
  const samples: Sample[] = [];
  let [packets, frames, heardAt] = [0, 0, begin];
  for (let at = 0; at <= lengthMs; at += 100) {
    if (at <= silentFrom || at > silentUntil) {
      packets += 5;
      frames += 1;
      heardAt = begin + at;
    }
    samples.push({
      ...{ at: begin + at, packets, heardAt, concealed: 0, samples: at * 48 },
      ...{ frames, freezes: 0, frozenSeconds: 0, width: 320, height: 180 },
    });
  }
  return samples;
}

test("what flows again is back with the first packet, if more follow", () => {
  const samples = flow(10_000, 2_000, 5_000);
  expect(backAfter(samples, "packets", begin + 4_000)).toBe(1_100);
  expect(backAfter(samples, "frames", begin + 4_000)).toBe(1_100);
  expect(backAfter(samples, "packets", begin + 7_000)).toBe(0);
  expect(backAfter(flow(10_000, 2_000, 20_000), "packets", begin + 3_000)).toBeUndefined();
});

test("a packet that comes alone is no sound that is back", () => {
  const samples = flow(10_000, 2_000, 20_000);
  for (const one of samples) if (one.at >= begin + 4_000) one.packets += 3;
  expect(backAfter(samples, "packets", begin + 3_000)).toBeUndefined();
});

test("a gap is measured from packet to packet, and a late look is none", () => {
  const until = begin + 10_000;
  expect(longestGap(flow(10_000), begin, until)).toBeLessThanOrEqual(100);
  expect(longestGap(flow(10_000, 2_000, 5_000), begin, until)).toBe(3_020);
  const late = flow(10_000).filter(({ at }) => at < begin + 3_000 || at > begin + 4_000);
  expect(longestGap(late, begin, until)).toBeLessThanOrEqual(120);
});

test("quality counts what was concealed, froze and was shown", () => {
  const samples = flow(10_000, 2_000, 4_500);
  samples.forEach((one, i) => {
    one.concealed = i * 48;
  });
  const quality = qualityOf(samples, begin, begin + 10_000);
  expect(quality.concealedPercent).toBeCloseTo(1);
  expect(quality.frozenSeconds).toBe(2.6);
  expect(quality.fps).toBeCloseTo(7.5, 1);
  expect(quality.size).toBe("320×180");
});

test("changes are told in their order", () => {
  const samples = flow(6_000, 4_000, 6_000);
  for (const one of samples) if (one.at > begin + 2_000) one.width = 160;
  expect(changes(samples, begin, begin + 6_000)).toEqual([
    "+1 s 320×180 at 10 fps",
    "+3 s 160×180 at 10 fps",
    "+5 s no picture",
  ]);
});

test("a direction goes on over another connection, and over counters that begin anew", () => {
  const counters = (connection: number, packets: number) => ({
    ...{ connection, packets, heardAt: 0, concealed: 0, samples: 0 },
    pictures: [
      { place: 1, frames: packets, width: 1, height: 1, freezes: 0, frozenSeconds: 0 },
      { place: 2, frames: 7, width: 9, height: 9, freezes: 0, frozenSeconds: 0 },
    ],
  });
  const anna: Recording = {
    ticks: [
      { at: 1, counters: [counters(0, 10)] },
      { at: 2, counters: [counters(1, 5)] },
      { at: 3, counters: [counters(1, 2)] }, // counts anew
    ],
    connections: [
      { local: "A1", remote: "B1", state: "closed", route: "none" },
      { local: "A2", remote: "B2", state: "connected", route: "direct udp" },
    ],
  };
  const ben: Recording = {
    ticks: [],
    connections: ["1", "2"].map((n) => ({
      ...{ local: `B${n}`, remote: `A${n}`, state: "connected", route: "relay udp" },
    })),
  };
  const both = new Map([
    ["Anna", anna],
    ["Ben", ben],
  ]);
  const found = directions(both);
  const heard = found.find(({ to }) => to === "Anna");
  expect(heard?.from).toBe("Ben");
  expect(heard?.route).toBe("direct udp");
  expect(heard?.samples.map(({ packets }) => packets)).toEqual([10, 15, 17]);
  expect(heard?.samples.map(({ frames, width }) => [frames, width])).toEqual([
    [10, 1],
    [15, 1],
    [17, 1],
  ]);
  const screens = directions(both, "screen").find(({ to }) => to === "Anna");
  expect(screens?.samples.at(-1)).toMatchObject({ frames: 14, width: 9, packets: 17 });
});
