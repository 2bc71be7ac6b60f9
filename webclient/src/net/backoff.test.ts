import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Backoff } from "./backoff.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("pauses are short for a minute, then longer, and never of one length for all", () => {
  const first = new Set<number>();
  for (let client = 0; client < 1_000; client++) {
    const backoff = new Backoff();
    first.add(backoff.nextPauseMs());
    for (let ms = 0; ms < 60_000; ms += 10_000) {
      vi.advanceTimersByTime(10_000);
      const pause = backoff.nextPauseMs();
      expect(pause).toBeGreaterThan(200);
      expect(pause).toBeLessThanOrEqual(1_500);
    }
    vi.advanceTimersByTime(3_600_000);
    const late = backoff.nextPauseMs();
    expect(late).toBeGreaterThanOrEqual(3_000);
    expect(late).toBeLessThanOrEqual(15_000);
    backoff.reset();
    expect(backoff.nextPauseMs()).toBeLessThanOrEqual(500);
    backoff.reset();
    expect(backoff.nextPauseMs(true)).toBeGreaterThanOrEqual(1_000);
  }
  expect(first.size).toBeGreaterThan(900);
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(300);
});
