// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type NetworkEvent, NetworkEvents } from "./networkevents.ts";

let told: NetworkEvent[];
let events: NetworkEvents;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  events = new NetworkEvents((event) => told.push(event));
});
afterEach(() => {
  events.stop();
  vi.useRealTimers();
});

const happen = (name: string) => globalThis.dispatchEvent(new Event(name));

it("tells once of what comes together, and of the gravest", () => {
  happen("pageshow");
  vi.advanceTimersByTime(100);
  happen("online");
  happen("visibilitychange");
  vi.advanceTimersByTime(140);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(told).toEqual(["moved"]);
});

it("tells of each that comes later, also while more come", () => {
  for (let i = 0; i < 10; i++) {
    happen("online");
    vi.advanceTimersByTime(100);
  }
  expect(told.length).toBe(3);
});

it("knows of a sleep by its clock, and of no other pause", () => {
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
  vi.setSystemTime(Date.now() + 2_500);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([]);
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(1_300);
  expect(told).toEqual(["woke"]);
});

it("says nothing any more once it was stopped", () => {
  happen("online");
  events.stop();
  happen("online");
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
});
