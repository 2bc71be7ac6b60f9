import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WantMessage } from "../../net/protocol.ts";
import type { Shown } from "./model.ts";
import { Wishes } from "./wishes.ts";

let said: (WantMessage & { at: number })[];
let open: boolean;
let wishes: Wishes;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  [said, open] = [[], true];
  wishes = new Wishes((_, message) => {
    if (open) said.push({ ...message, at: performance.now() });
    return open;
  });
});
afterEach(() => vi.useRealTimers());
const show = (height: Shown["height"], rank: Shown["rank"] = 1) =>
  wishes.show("anna", "camera", { height, rank });
const heights = () => said.map(({ height }) => height);

it("says the first at once, a larger one after 300 ms, a smaller one after a second, none at once", () => {
  show(180);
  expect(said).toMatchObject([{ kind: "want", line: "camera", height: 180, rank: 1 }]);
  vi.advanceTimersByTime(5000);
  show(360);
  vi.advanceTimersByTime(299);
  expect(heights()).toEqual([180]);
  vi.advanceTimersByTime(1);
  expect(heights()).toEqual([180, 360]);
  vi.advanceTimersByTime(5000);
  show(90);
  vi.advanceTimersByTime(999);
  expect(heights()).toEqual([180, 360]);
  vi.advanceTimersByTime(1);
  expect(heights()).toEqual([180, 360, 90]);
  vi.advanceTimersByTime(5000);
  show(0);
  expect(heights()).toEqual([180, 360, 90, 0]);
});

it("says nothing of what was there for a moment", () => {
  show(360);
  vi.advanceTimersByTime(5000);
  show(90);
  vi.advanceTimersByTime(500);
  show(360);
  vi.advanceTimersByTime(5000);
  expect(heights()).toEqual([360]);
});

it("says at most two a second, whatever happens, and the last one in the end", () => {
  const heightOf = [0, 720, 360] as const;
  for (let n = 0; n < 200; n++) {
    show(heightOf[n % 3] ?? 0, (n % 2) as 0 | 1);
    wishes.show("anna", "share", { height: heightOf[(n + 1) % 3] ?? 0, rank: 1 });
    vi.advanceTimersByTime(50);
  }
  for (const [n, { at }] of said.entries())
    expect(at - (said[n - 1]?.at ?? -500)).toBeGreaterThanOrEqual(500);
  vi.advanceTimersByTime(5000);
  const last = (line: string) => said.findLast((message) => message.line === line)?.height;
  expect([last("camera"), last("share")]).toEqual([720, 360]);
});

it("waits for a channel, and says it again on each new one", () => {
  open = false;
  show(360);
  vi.advanceTimersByTime(5000);
  open = true;
  wishes.sayAgain("anna");
  vi.advanceTimersByTime(5000);
  wishes.sayAgain("anna");
  expect(heights()).toEqual([360, 360]);
});

it("says nothing more to who has gone", () => {
  show(360);
  vi.advanceTimersByTime(5000);
  show(720);
  wishes.forget("anna");
  vi.advanceTimersByTime(5000);
  expect(heights()).toEqual([360]);
});

it("says what our line takes of a camera's picture, of what is shown already and of what comes", () => {
  show(360);
  wishes.show("anna", "share", { height: 720, rank: 2 });
  wishes.setLimit(400);
  vi.advanceTimersByTime(5000);
  wishes.show("ben", "camera", { height: 180, rank: 0 });
  expect(
    said.filter(({ limit }) => limit === 400).map(({ height, line }) => [line, height]),
  ).toEqual([
    ["camera", 360],
    ["camera", 180],
  ]);
  wishes.setLimit(undefined);
  vi.advanceTimersByTime(5000);
  expect(said.slice(-2).map(({ limit }) => limit)).toEqual([undefined, undefined]);
});
