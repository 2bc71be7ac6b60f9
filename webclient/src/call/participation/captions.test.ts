import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CaptionMessage } from "../../net/participation.ts";
import { Captions } from "./captions.ts";

let sent: CaptionMessage[];
let captions: Captions;
const texts = () => captions.lines.value.map(({ name, text }) => `${name}: ${text}`);
const hear = (sid: string, text: string, partial = false) =>
  captions.hear(sid, sid, { kind: "caption", text, partial });

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  captions = new Captions((message) => sent.push(message));
});
afterEach(() => vi.useRealTimers());

it("a line that may still change gives way to the next of the same person", () => {
  hear("Anna", "Good", true);
  hear("Ben", "Hello");
  hear("Anna", "Good morning", true);
  hear("Anna", "Good morning.");
  expect(texts()).toEqual(["Anna: Good morning.", "Ben: Hello"]);
  vi.advanceTimersByTime(1_000);
  hear("Anna", "How are you?");
  expect(texts()).toEqual(["Anna: Good morning.", "Ben: Hello", "Anna: How are you?"]);
});

it("nobody writes over what somebody else has, however much they write", () => {
  hear("Ben", "Hello");
  for (let n = 0; n < 40; n++) {
    hear("Anna", `${n}`);
    vi.advanceTimersByTime(250);
  }
  expect(texts()).toEqual(["Ben: Hello", "Anna: 38", "Anna: 39"]);
});

it("what is more than four a second is not shown", () => {
  for (let n = 0; n < 9; n++) hear("Anna", `${n}`);
  expect(texts()).toEqual(["Anna: 2", "Anna: 3"]);
});

it("is gone a while after it was said, and shows nothing that cannot be seen", () => {
  hear("Anna", "\u202eHello\n there");
  hear("Anna", "\u200b");
  expect(texts()).toEqual(["Anna: Hello there"]);
  vi.advanceTimersByTime(15_000);
  expect(texts()).toEqual([]);
});

it("says whole lines at once, and of parts the newest, when others take it", () => {
  for (const part of ["G", "Go", "Goo", "Good"]) captions.say("I", part, true);
  vi.advanceTimersByTime(500);
  captions.say("I", "Good m", true);
  captions.say("I", "x".repeat(300), false);
  vi.advanceTimersByTime(500);
  expect(sent.map(({ text, partial }) => [text.length, partial])).toEqual([
    [1, true],
    [4, true],
    [200, undefined],
  ]);
  expect(texts()).toEqual([`I: ${"x".repeat(200)}`]);
});
