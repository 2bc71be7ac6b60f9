import { expect, test } from "vitest";
import { loudnessOf, noteEnergy } from "./loudness.ts";

function played(...counts: [energy: number, seconds: number, at: number][]) {
  const track = { kind: "audio" } as MediaStreamTrack;
  for (const [energy, seconds, at] of counts) noteEnergy(track, { energy, seconds }, at);
  return { getAudioTracks: () => [track] } as unknown as MediaStream;
}

test("how loud it is comes of what was played between the last two counts", () => {
  expect(loudnessOf(played([7, 100, 0], [7.02, 100.5, 500]), 700)).toBeCloseTo(0.2);
});

test("what was counted long ago is silence", () => {
  const stream = played([0, 0, 0], [0.5, 0.5, 500]);
  expect([1400, 1500].map((now) => loudnessOf(stream, now))).toEqual([1, 0]);
});

test("one count alone, and a track of which nothing is played, are silent", () => {
  expect(loudnessOf(played([7, 100, 0]), 100)).toBe(0);
  expect(loudnessOf(played([7, 100, 0], [7, 100, 500]), 600)).toBe(0);
});

test("another track that starts to count at nothing is not louder than it is", () => {
  expect(loudnessOf(played([7, 100, 0], [0, 0.1, 500]), 600)).toBe(0);
});

test("a track that nobody has counted is silent, and so is no track at all", () => {
  expect(loudnessOf(played(), 0)).toBe(0);
  expect(loudnessOf({ getAudioTracks: () => [] } as unknown as MediaStream, 0)).toBe(0);
});
