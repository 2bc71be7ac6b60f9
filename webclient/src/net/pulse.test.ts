import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pulse, RoundTrip } from "./pulse.ts";

let [pings, silences] = [0, 0];
let pulse: Pulse;

beforeEach(() => {
  vi.useFakeTimers();
  [pings, silences] = [0, 0];
  pulse = new Pulse({ roundTrip: new RoundTrip(), ping: () => pings++, silent: () => silences++ });
});
afterEach(() => {
  pulse.stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);

/**
 * The page does not run for a while: its timers come late, and what has arrived is read after them.
 */
function sleep(ms: number): void {
  const now = performance.now.bind(performance);
  const before = now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => before + ms);
  vi.advanceTimersToNextTimer();
  clock.mockRestore();
}

test("asks within 20 s of the last answer, whatever else is said, and never while all is answered sooner", () => {
  for (let round = 0; round < 10; round++) {
    const before = pings;
    pass(14_000);
    expect(pings).toBe(before);
    pulse.noteMessage();
    for (let ms = 0; ms <= 6_000 && pings === before; ms += 100) pass(100);
    expect(pings).toBe(before + 1);
    pass(500);
    pulse.notePong();
  }
  expect(silences).toBe(0);
});

test("an answer that has not come after a second is overdue, and that is said once", () => {
  pulse.checkNow();
  pulse.checkNow();
  pass(990);
  expect([pings, silences]).toEqual([1, 0]);
  pass(20);
  expect(silences).toBe(1);
  pass(60_000);
  expect([pings, silences]).toEqual([1, 1]);
});

test("where the line may be another, half of that is enough, unless it is a slow one", () => {
  pulse.checkNow(true);
  pass(490);
  expect(silences).toBe(0);
  pass(20);
  expect(silences).toBe(1);
  pass(1_000);
  pulse.notePong();
  pulse.checkNow(true);
  pass(2_900);
  expect(silences).toBe(1);
  pass(200);
  expect(silences).toBe(2);
});

test("a line that has shown itself slow gets more time, and loses it again by and by", () => {
  pulse.checkNow();
  pass(2_500);
  pulse.notePong();
  expect(silences).toBe(1);
  pulse.checkNow();
  pass(4_900);
  expect(silences).toBe(1);
  pulse.notePong();
  for (let round = 0; round < 20; round++) {
    pulse.checkNow();
    pass(10);
    pulse.notePong();
  }
  pulse.checkNow();
  pass(1_010);
  expect(silences).toBe(2);
});

test("an answer after an outage does not make the line slow for ever", () => {
  pulse.checkNow();
  pass(60_000);
  pulse.notePong();
  pulse.checkNow();
  pass(8_010);
  expect(silences).toBe(2);
});

test("while other messages come, the answer may stand behind them, but not for long", () => {
  pulse.checkNow();
  for (let i = 0; i < 9; i++) {
    pass(500);
    pulse.noteMessage();
  }
  expect(silences).toBe(0);
  for (let i = 0; i < 3; i++) {
    pass(500);
    pulse.noteMessage();
  }
  expect(silences).toBe(1);
});

test("a page that was frozen asks once more before it judges", () => {
  pulse.checkNow();
  sleep(30_000);
  expect([pings, silences]).toEqual([2, 0]);
  pass(500);
  pulse.notePong();
  pass(1_000);
  expect(silences).toBe(0);
});

test("a page whose timers always come late judges all the same", () => {
  pulse.checkNow();
  sleep(3_000);
  sleep(6_000);
  expect([pings, silences]).toEqual([2, 1]);
});

test("asks at once after a sleep that the timers knew nothing of", () => {
  pass(5_000);
  vi.setSystemTime(Date.now() + 60_000);
  expect(pings).toBe(0);
  pass(5_000);
  expect(pings).toBe(1);
});
