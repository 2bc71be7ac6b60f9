import { expect, test } from "vitest";
import { MicrophoneHints } from "./hints.ts";

/** Says the same level ten times a second for so long; the last hint. */
function play(hints: MicrophoneHints, level: number, on: boolean, from: number, ms: number) {
  let hint: string | undefined;
  for (let at = from; at < from + ms; at += 100) hint = hints.note(level, on, at);
  return hint;
}

test("a microphone that is on and from which nothing has come is told, until something comes", () => {
  const hints = new MicrophoneHints();
  expect(play(hints, 0, true, 0, 7_000)).toBeUndefined();
  expect(play(hints, 0, true, 7_000, 2_000)).toBe("microphone-silent");
  expect(hints.note(0.1, true, 9_000)).toBeUndefined();
  expect(play(hints, 0, true, 9_100, 60_000), "somebody may listen for long").toBeUndefined();
});

test("a page that slept says nothing of what it did not hear", () => {
  const hints = new MicrophoneHints();
  hints.note(0, true, 0);
  expect(hints.note(0, true, 60_000)).toBeUndefined();
});

test("talking while it is off is told, and a cough or a room that hums is not", () => {
  const hints = new MicrophoneHints();
  expect(play(hints, 0.6, false, 0, 400)).toBeUndefined();
  expect(play(hints, 0, false, 400, 100)).toBeUndefined();
  expect(play(hints, 0.2, false, 500, 60_000)).toBeUndefined();
  expect(play(hints, 0.6, false, 60_500, 800)).toBe("talking-muted");
  expect(play(hints, 0, false, 61_300, 5_000), "it stays until it is on").toBe("talking-muted");
  expect(hints.note(0.6, true, 66_300)).toBeUndefined();
});
