import { expect, test } from "vitest";
import { loudnessOf, noteReceiver } from "./loudness.ts";

const now = 1_772_716_000_000;

function streamWith(sources: { timestamp: number; audioLevel?: number }[], kind = "audio") {
  const track = { kind } as MediaStreamTrack;
  const receiver = { getSynchronizationSources: () => sources } as unknown as RTCRtpReceiver;
  noteReceiver(track, receiver);
  return { getAudioTracks: () => [track] } as unknown as MediaStream;
}

test("the loudest source counts, and what was played long ago is silence", () => {
  const sources = [
    { timestamp: now - 20, audioLevel: 0.2 },
    { timestamp: now - 900, audioLevel: 0.9 },
  ];
  expect(loudnessOf(streamWith(sources), now)).toBe(0.2);
});

test("a browser that does not say, and a track that nobody noted, are silent", () => {
  expect(loudnessOf(streamWith([{ timestamp: now }]), now)).toBe(0);
  expect(loudnessOf(streamWith([{ timestamp: now, audioLevel: 1 }], "video"), now)).toBe(0);
});
