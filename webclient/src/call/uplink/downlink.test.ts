import { describe, expect, it } from "vitest";
import type { LineStats } from "../../peer/linestats.ts";
import { Downlink } from "./downlink.ts";
import type { Looks } from "./figures.ts";

interface Came {
  /** kbit/s of the picture. */
  readonly rate: number;
  /** Of the packets. */
  readonly lost?: number;
  readonly rttMs?: number;
}

/** One second of somebody's picture. */
function looks({ rate, lost = 0, rttMs = 10 }: Came): Looks {
  const stats = (at: number, bytes: number, missed: number) => {
    const video = { bytes, packets: at === 0 ? 0 : 100, lost: missed, frames: 0 };
    const counts = { width: 640, height: 360, waited: 0, played: 0 };
    const received = { audio: undefined, video: { ...video, ...counts } };
    return { at, rttMs, received, sent: {} } as unknown as LineStats;
  };
  return { before: stats(0, 0, 0), now: stats(1000, (rate * 1000) / 8, (100 * lost) / (1 - lost)) };
}

function aLine() {
  const downlink = new Downlink();
  let now = 0;
  return (seconds: number, ...all: Came[]) => {
    let limit: number | undefined;
    for (let n = 0; n < seconds; n++) {
      now += 1000;
      limit = downlink.next(new Map(all.map((came, i) => [`${i}`, looks(came)])), now);
    }
    return limit;
  };
}

const badly = (rate: number) => ({ rate, lost: 0.1 });

describe("what our line takes of each picture", () => {
  it("is less than its part of what came, where it comes badly from several for three seconds", () => {
    const line = aLine();
    expect(line(2, badly(500), badly(300))).toBeUndefined();
    expect(line(1, badly(500), badly(300))).toBe(360);
  });

  it("is not said where one comes badly: that is another line", () => {
    expect(aLine()(60, badly(500), { rate: 500 })).toBeUndefined();
    expect(aLine()(60, badly(500))).toBeUndefined();
  });

  it("is not said for two of four: a full line takes from more", () => {
    const well = { rate: 500 };
    expect(aLine()(60, badly(500), badly(500), well, well)).toBeUndefined();
    expect(aLine()(3, badly(500), badly(500), badly(500), well)).toBe(450);
  });

  it("goes down as long as that is too much, but not below what a small picture takes", () => {
    const line = aLine();
    line(3, badly(500), badly(500));
    expect(line(4, badly(450), badly(450))).toBe(405);
    expect(line(200, badly(80), badly(80))).toBe(100);
  });

  it("is none where the smallest are too much for the voices, and is tried ever more rarely", () => {
    const line = aLine();
    const well = { rate: 100 };
    const fully = (rate: number) => ({ rate, lost: 0.1, rttMs: 400 });
    line(3, well, well);
    line(3, fully(100), fully(100));
    expect(line(4, fully(100), fully(100))).toBe(40);
    const off = { rate: 0 };
    expect(line(30, off, off)).toBe(100); // after 20 s
    expect(line(7, fully(100), fully(100))).toBe(40);
    expect(line(35, off, off)).toBe(40);
    expect(line(2, off, off)).toBe(100);
    expect(line(300, well, well)).toBeUndefined();
  });

  it("is not none where packets are lost by chance", () => {
    expect(aLine()(200, badly(80), badly(80))).toBe(100);
  });

  it("goes up by little while all comes well, until nothing is held back", () => {
    const line = aLine();
    line(3, badly(500), badly(500));
    const well = { rate: 450 };
    expect(line(9, well, well)).toBe(450);
    expect(line(1, well, well)).toBe(518);
    expect(line(200, well, well)).toBeUndefined();
  });

  it("is not said any more once no two send a picture", () => {
    const line = aLine();
    line(3, badly(500), badly(500));
    expect(line(10, { rate: 450 })).toBeUndefined();
  });
});
