import { describe, expect, it } from "vitest";
import { Line } from "./line.ts";
import type { SendReport } from "./report.ts";

const calm: SendReport = { available: 4000, limitedBy: "none" };
const short = (available: number): SendReport => ({ available, limitedBy: "bandwidth" });
const caps = new Map([
  ["a", 1700],
  ["b", 170],
]);
const read = (line: Line, a: SendReport, b: SendReport, now: number) =>
  line.read(new Map(Object.entries({ a, b })), caps, now);

describe("what our line carries", () => {
  it("is unknown while nothing is bounded by it", () => {
    expect(read(new Line(), { ...calm, available: 100 }, calm, 0)).toBe(Infinity);
  });

  it("is the sum of what the browser says, but of a picture that we hold down only what it may", () => {
    expect(read(new Line(), short(700), { ...calm, available: 340 }, 0)).toBe(700 + 170 + 48);
    expect(read(new Line(), short(700), short(340), 0)).toBe(1040);
  });

  it("is the lowest of three seconds, and unknown again after them", () => {
    const line = new Line();
    read(line, short(500), short(100), 0);
    expect(read(line, short(900), short(100), 1000)).toBe(600);
    expect(read(line, calm, calm, 2900)).toBe(600);
    expect(read(line, calm, calm, 3100)).toBe(1000);
    expect(read(line, calm, calm, 4100)).toBe(Infinity);
  });

  it("is not short because a picture that is off is", () => {
    const line = new Line();
    expect(line.read(new Map([["c", short(60)]]), caps, 0)).toBe(Infinity);
  });

  it("is taken for 1.5 Mbit/s with several others where the browser does not say", () => {
    expect(read(new Line(), { lost: 0 }, { lost: 0 }, 0)).toBe(1500);
    expect(new Line().read(new Map([["a", { lost: 0 }]]), caps, 0)).toBe(Infinity);
  });
});

describe("a line that is full", () => {
  const full: SendReport = { ...calm, available: 134, lost: 0.3, rttMs: 500, rate: 100 };
  /** Two looks at a line that was empty before. */
  function fill(line: Line, id: string, report: SendReport, from = 0) {
    line.note(id, { ...report, lost: 0, rttMs: 5 }, from);
    for (const at of [1000, 2000]) line.note(id, report, from + at);
  }
  const carried = 0.85 * 0.7 * 100;

  it("carries what came through, and less is used, whatever the browser says", () => {
    const line = new Line();
    for (const id of ["a", "b"]) fill(line, id, full);
    expect(read(line, full, full, 2000)).toBeCloseTo(2 * carried);
    // Nothing is judged anew until the peers have counted again.
    line.note("a", { ...full, lost: 0.9 }, 3000);
    expect(read(line, full, full, 16_900)).toBeCloseTo(2 * carried);
    expect(read(line, calm, calm, 20_000)).toBe(Infinity);
  });

  it("is so for twice as long each time if it soon is again, and until the person asks", () => {
    const line = new Line();
    fill(line, "a", full);
    fill(line, "a", full, 20_000);
    for (const [now, most] of [
      [51_900, carried],
      [55_000, Infinity],
    ] as const)
      expect(line.read(new Map([["a", { ...calm, rate: 100 }]]), caps, now)).toBeCloseTo(most);
    fill(line, "a", full, 56_000);
    line.tryAgain();
    expect(line.read(new Map([["a", calm]]), caps, 58_000)).toBe(Infinity);
  });

  it("is known also where the browser says nothing, or no picture is sent", () => {
    const line = new Line();
    const silent: SendReport = { lost: 0.3, rttMs: 500, rate: 100 };
    for (const id of ["a", "b"]) fill(line, id, silent);
    const reports = new Map(Object.entries({ a: silent, b: silent }));
    expect(line.read(reports, new Map(), 2000)).toBeCloseTo(2 * carried);
  });

  it("is not seen in losses by chance, in late answers alone, or in one look", () => {
    for (const report of [
      { ...full, rttMs: 100 },
      { ...full, lost: 0.03 },
      { ...full, rate: undefined },
    ]) {
      const line = new Line();
      fill(line, "a", report);
      expect(read(line, report, calm, 2000)).toBe(Infinity);
    }
    const line = new Line();
    line.note("a", { ...calm, rttMs: 5 }, 0);
    line.note("a", full, 1000);
    expect(read(line, full, calm, 1000)).toBe(Infinity);
  });

  it("is the way to one if only that is full", () => {
    const line = new Line();
    fill(line, "a", full);
    read(line, full, calm, 2000);
    expect(line.way("a", 2000)).toBeCloseTo(carried);
    expect(line.way("b", 2000)).toBe(Infinity);
    line.forget("a");
    expect(line.way("a", 2000)).toBe(Infinity);
  });
});

describe("the way to one", () => {
  it("is short alone if only it is bounded", () => {
    const line = new Line();
    read(line, short(300), calm, 0);
    expect([line.way("a", 0), line.way("b", 0)]).toEqual([300, Infinity]);
    expect(line.way("a", 3100)).toBe(Infinity);
    const ours = new Line();
    read(ours, short(300), short(300), 0);
    expect(ours.way("a", 0)).toBe(Infinity);
  });

  it("is judged by loss and delay, slowly, where the browser says nothing", () => {
    const line = new Line();
    const judged = (from: number, count: number, report: SendReport) => {
      let factor = 1;
      for (let n = 0; n < count; n++) factor = line.factor("a", report, from + n * 1000);
      return factor;
    };
    expect(judged(0, 1, { lost: 0.2, rttMs: 20 })).toBe(1);
    expect(judged(1000, 1, { lost: 0.2, rttMs: 20 })).toBe(0.8);
    expect(judged(2000, 1, { lost: 0, rttMs: 141 })).toBeCloseTo(0.64);
    expect(judged(3000, 9, { lost: 0, rttMs: 20 })).toBeCloseTo(0.64);
    expect(judged(12_000, 1, { lost: 0, rttMs: 20 })).toBeCloseTo(0.704);
    line.forget("a");
    expect(judged(13_000, 1, { lost: 0, rttMs: 20 })).toBe(1);
    expect(line.factor("b", { limitedBy: "none", lost: 1 }, 0)).toBe(1);
  });
});
