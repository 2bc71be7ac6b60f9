import { describe, expect, it } from "vitest";
import { Hysteresis, type Target } from "./hysteresis.ts";

const all = (place: number): Target => ({ wished: 5, place, roomy: place });
const free = all(5);

/** When the place changes, in seconds, and to what. */
function changes(size: Hysteresis, from: number, until: number, target: Target): number[][] {
  const seen: number[][] = [];
  for (let second = from; second <= until; second++) {
    const before = size.place;
    const place = size.next(target, second * 1000);
    if (place !== before) seen.push([second, place]);
  }
  return seen;
}

describe("a size", () => {
  it("falls at once, rises after 4 s, and then by a step every 2 s", () => {
    const size = new Hysteresis(free, 0);
    expect(changes(size, 1, 1, all(2))).toEqual([[1, 2]]);
    expect(changes(size, 2, 20, free)).toEqual([
      [6, 3],
      [8, 4],
      [10, 5],
    ]);
  });

  it("does not rise without room to spare", () => {
    const size = new Hysteresis(all(2), 0);
    expect(changes(size, 1, 9, { wished: 5, place: 3, roomy: 2 })).toEqual([]);
  });

  it("waits longer after each rise that failed", () => {
    const size = new Hysteresis(all(2), 0);
    const waits: number[] = [];
    let now = 0;
    for (let n = 0; n < 4; n++) {
      const [[at = 0] = []] = changes(size, now + 1, now + 100, {
        ...free,
        wished: 5,
        place: 3,
        roomy: 3,
      });
      waits.push(at - now);
      now = at + 1;
      size.next(all(2), now * 1000);
    }
    expect(waits[0]).toBeLessThan(waits[1] ?? 0);
    expect(waits[1]).toBeLessThan(waits[2] ?? 0);
    expect(waits[2]).toBeLessThan(waits[3] ?? 0);
  });

  it("follows the receiver at once where nothing was short, but not twice in 2 s", () => {
    const size = new Hysteresis({ wished: 1, place: 1, roomy: 1 }, 0);
    expect(size.next({ wished: 4, place: 4, roomy: 4 }, 60_000)).toBe(4);
    expect(size.next({ wished: 1, place: 1, roomy: 1 }, 61_000)).toBe(4);
    expect(size.next({ wished: 1, place: 1, roomy: 1 }, 62_000)).toBe(1);
  });

  it("is off at once when nobody looks, and back at once", () => {
    const size = new Hysteresis(free, 0);
    expect(size.next({ wished: -1, place: -1, roomy: -1 }, 100)).toBe(-1);
    expect(size.isPaused).toBe(false);
    expect(size.next(free, 200)).toBe(5);
  });
});

describe("a picture that is paused", () => {
  it("is tried again after 6 s, then after 12 s", () => {
    const size = new Hysteresis(free, 0);
    expect(size.next(all(-1), 1000)).toBe(-1);
    expect(size.isPaused).toBe(true);
    expect(changes(size, 2, 20, all(0))).toEqual([[7, 0]]);
    size.next(all(-1), 21_000);
    expect(changes(size, 22, 40, all(0))).toEqual([[33, 0]]);
  });

  it("is tried at once when the person asks", () => {
    const size = new Hysteresis(free, 0);
    size.next(all(-1), 1000);
    size.tryAgain(2000);
    expect(size.next(free, 2000)).toBe(0);
  });
});
