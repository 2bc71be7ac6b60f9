import { expect, it } from "vitest";
import { Pace, WantPace } from "./pace.ts";

it("lets through what people write and what negotiation takes, for hours", () => {
  const pace = new Pace(0);
  for (let second = 0; second < 7200; second++) {
    for (let i = 0; i < 5; i++) expect(pace.allows(4000, second * 1000)).toBe(true);
  }
});

it("lets through a hundred lines at once, and stops a flood of short ones or of long ones", () => {
  for (const [length, least, most] of [
    [20, 100, 140],
    [4000, 60, 70],
    [60_000, 8, 9],
  ] as const) {
    const pace = new Pace(0);
    let passed = 0;
    while (pace.allows(length, 0)) passed++;
    expect(passed).toBeGreaterThanOrEqual(least);
    expect(passed).toBeLessThanOrEqual(most);
  }
});

it("forgives after a while", () => {
  const pace = new Pace(0);
  for (let i = 0; i < 9; i++) pace.allows(60_000, 0);
  expect(pace.allows(60_000, 500)).toBe(false);
  expect(pace.allows(60_000, 10_000)).toBe(true);
});

it("lets a peer want another size twice a second for hours, or often after a broken path, and stops a flood", () => {
  const steady = new WantPace(0);
  for (let n = 0; n < 10_000; n++) expect(steady.allows(n * 500)).toBe(true);
  const flood = new WantPace(0);
  for (let n = 0; n < 40; n++) expect(flood.allows(0)).toBe(true);
  expect(flood.allows(0)).toBe(false);
});
