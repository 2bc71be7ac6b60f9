import { expect, it } from "vitest";
import type { LineStats } from "../../peer/linestats.ts";
import { Redundancy } from "./redundancy.ts";

interface Second {
  /** Of 50 packets in this second. */
  readonly lost?: number;
  readonly lostThere?: number;
  readonly rttMs?: number;
  readonly hasRoom?: boolean;
}

/** A line that is looked at once a second. */
function someLine() {
  const redundancy = new Redundancy();
  let [at, packets, missed] = [0, 0, 0];
  const second = ({ lost = 0, lostThere = 0, rttMs = 40, hasRoom = true }: Second) => {
    at += 1000;
    packets += 50 - lost;
    missed += lost;
    const audio = { packets, lost: missed };
    const look = { at, rttMs, received: { audio }, sent: { audio: { lost: lostThere } } };
    return redundancy.next(look as unknown as LineStats, hasRoom);
  };
  return (seconds: number, what: Second = {}) =>
    Array.from({ length: seconds }, () => second(what)).lastIndexOf(true) + 1;
}

it("begins once packets have been lost for ten seconds, in either direction", () => {
  const here = someLine();
  expect(here(30)).toBe(0);
  expect(here(12, { lost: 3 })).toBeGreaterThan(0);
  const there = someLine();
  expect(there(12, { lostThere: 0.05 })).toBe(12);
});

it("does not begin for a burst, nor for what nobody hears", () => {
  const line = someLine();
  expect(line(4)).toBe(0);
  expect(line(1, { lost: 10 })).toBe(0);
  expect(line(10)).toBe(0);
  expect(line(60, { lost: 1 })).toBe(0);
});

it("does not begin where the line is full: by our word, or because answers wait", () => {
  expect(someLine()(30, { lost: 8, hasRoom: false })).toBe(0);
  const queue = someLine();
  queue(5);
  expect(queue(30, { lost: 8, rttMs: 400 })).toBe(0);
});

it("ends after a minute without losses, or at once where the line has become too thin", () => {
  const calm = someLine();
  calm(12, { lost: 5 });
  expect(calm(50, {})).toBe(50);
  expect(calm(30, {})).toBeLessThan(30);
  const thin = someLine();
  thin(12, { lost: 5 });
  expect(thin(1, { lost: 5, hasRoom: false })).toBe(0);
});

it("does not begin for an interruption, which loses everything", () => {
  const line = someLine();
  expect(line(20)).toBe(0);
  expect(line(1, { lost: 40, lostThere: 0.9 })).toBe(0);
  expect(line(4, { lostThere: 0.9 })).toBe(0);
  expect(line(20)).toBe(0);
});

it("does not begin again for half a minute, however often the line becomes thin", () => {
  const line = someLine();
  line(12, { lost: 5 });
  line(1, { lost: 5, hasRoom: false });
  expect(line(29, { lost: 5 })).toBe(0);
  expect(line(1, { lost: 5 })).toBe(1);
});

it("counts anew with a connection that took another one's place", () => {
  const redundancy = new Redundancy();
  const look = (at: number, packets: number, lost: number) =>
    ({ at, received: { audio: { packets, lost } }, sent: {} }) as unknown as LineStats;
  for (let n = 1; n < 8; n++) redundancy.next(look(n * 1000, n * 50, 0), true);
  for (let n = 8; n < 30; n++)
    expect(redundancy.next(look(n * 1000, (n - 8) * 50, 0), true)).toBe(false);
});
