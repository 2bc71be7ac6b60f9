import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Held } from "./held.ts";
import { Pace } from "./pace.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([20, 4_000, 16_000])(
  "however many lines of %d bytes were held, the peer takes them, each once and in order",
  (length) => {
    const held = new Held();
    const pace = new Pace(0);
    const got: string[] = [];
    const line = (n: number) => String(n).padEnd(length);
    for (let n = 0; n < 1000; n++) held.addLine(line(n));
    const start = Date.now();
    held.releaseLines((text) => {
      expect(pace.allows(text.length, Date.now() - start), `line ${got.length}`).toBe(true);
      return got.push(text) > 0;
    });
    held.addLine(line(1000)); // said meanwhile
    vi.runAllTimers();
    expect(got).toEqual(Array.from({ length: 1001 }, (_, n) => line(n)));
    expect(held.hasLines).toBe(false);
  },
);

test("the newest thousand are held, and what could not be said waits on", () => {
  const held = new Held();
  for (let n = 0; n < 1001; n++) held.addLine(String(n));
  const tried: string[] = [];
  held.releaseLines((text) => tried.push(text) > 1);
  vi.runAllTimers();
  expect(tried).toEqual(["1"]);
  held.releaseLines((text) => tried.push(text) > 0);
  vi.advanceTimersByTime(1);
  expect(tried).toEqual(["1", "1"]);
  held.close();
  vi.runAllTimers();
  expect(tried.length).toBe(2);
});

test("nothing goes out faster because a way is found twice", () => {
  const held = new Held();
  const got: string[] = [];
  for (let n = 0; n < 10; n++) held.addLine(String(n));
  for (let n = 0; n < 5; n++) held.releaseLines((text) => got.push(text) > 0);
  expect(got).toEqual(["0"]);
  vi.runAllTimers();
  expect(got.length).toBe(10);
});
