import { expect, test } from "vitest";
import { isShort, markdown, type Outcome } from "./report.ts";

function fault(...sounds: (number | undefined)[]): Outcome {
  const runs = sounds.map((sound) => ({
    load: 1,
    finding: { figures: { "sound Anna to Ben": sound, "gap Ben to Weber": 40 }, short: [] },
  }));
  return { name: "fault dead-5 chromium-chromium", group: "fault", runs };
}

test("a table tells the median and the worst over directions and runs", () => {
  expect(
    markdown([fault(100, 900, 300)])
      .split("\n")
      .slice(0, 3),
  ).toEqual([
    "| fault | n | sound | gap | falls short |",
    "|---|---|---|---|---|",
    "| dead-5 chromium-chromium | 3 | 300 / 900 | 40 / 40 |  |",
  ]);
});

test("what never came is worse than any time", () => {
  expect(markdown([fault(100, undefined, 300)])).toContain("| 300 / never (1 of 3) |");
  expect(markdown([fault(undefined, undefined, 300)])).toContain("| never / never (2 of 3) |");
});

test("half of all cases have a bar of their own", () => {
  expect(isShort(fault(100, 200, 2_000))).toBe(false);
  expect(isShort(fault(100, 1_600, 2_000))).toBe(true);
  expect(markdown([fault(100, 1_600, 2_000)])).toContain("sound took 1600 ms in the median");
});

test("a run that failed falls short", () => {
  const row = { name: "connect open open chromium-chromium", group: "connect" } as const;
  expect(isShort({ ...row, runs: [{ load: 1, failed: "no | call" }] })).toBe(true);
  expect(markdown([{ ...row, runs: [{ load: 1, failed: "no | call" }] }])).toContain(
    "failed: no / call",
  );
});
