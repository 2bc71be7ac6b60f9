// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { callTimer, minutesOf, resumeTimer, setSign, startTimer, takeSign } from "./calltimer.ts";

const start = new Date("2026-03-05T14:00:00Z").getTime();
const minute = 60_000;

const minutes = () => callTimer.value && minutesOf(callTimer.value);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  callTimer.value = undefined;
});

test("it counts from the first connection, and no later one", () => {
  startTimer();
  vi.setSystemTime(start + 25.9 * minute);
  startTimer();
  expect(minutes()).toBe(25);
});

test("a clock that was put back makes no negative time", () => {
  startTimer();
  vi.setSystemTime(start - 5 * minute);
  expect(minutes()).toBe(0);
});

test("the sign comes once, and again only for a later time", () => {
  startTimer();
  setSign(50);
  vi.setSystemTime(start + 49.9 * minute);
  expect(takeSign()).toBe(false);
  vi.setSystemTime(start + 50 * minute);
  expect([takeSign(), takeSign()]).toEqual([true, false]);
  setSign(60);
  expect(callTimer.value?.signed).toBe(false);
  expect(takeSign()).toBe(false);
  vi.setSystemTime(start + 60 * minute);
  expect(takeSign()).toBe(true);
});

test("a time that has passed when it is chosen gives no sign, but counts as reached", () => {
  startTimer();
  vi.setSystemTime(start + 50 * minute);
  setSign(45);
  expect(callTimer.value?.signed).toBe(true);
  expect(takeSign()).toBe(false);
});

test("without a sign there is none, and before a connection nothing to set", () => {
  setSign(25);
  expect(callTimer.value).toBeUndefined();
  startTimer();
  setSign(25);
  setSign(undefined);
  vi.setSystemTime(start + 90 * minute);
  expect(takeSign()).toBe(false);
});

test("it goes on after a reload, and starts anew after a long break", () => {
  const kept = { since: start - 30 * minute, signAfter: 50, signed: false };
  resumeTimer(kept, start - 5 * minute);
  startTimer();
  expect(callTimer.value).toEqual(kept);
  resumeTimer(kept, start - 61 * minute);
  startTimer();
  expect(callTimer.value).toEqual({ since: start });
});
