import { expect, test } from "vitest";
import { isSameProcessing, markTrack, microphoneConstraints, voice } from "./processing.ts";

test("a voice is worked on and has one channel, each part can be switched off", () => {
  expect(microphoneConstraints(voice)).toEqual({
    ...{ echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  });
  expect(microphoneConstraints({ ...voice, noise: false })).toMatchObject({
    echoCancellation: true,
    noiseSuppression: false,
  });
});

test("nothing is done to music, which has two channels and is marked as such", () => {
  const music = { ...voice, music: true };
  expect(microphoneConstraints(music)).toEqual({
    ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    channelCount: 2,
  });
  const track = { contentHint: "" } as MediaStreamTrack;
  markTrack(track, music);
  expect(track.contentHint).toBe("music");
  markTrack(track, voice);
  expect(track.contentHint).toBe("");
  expect([isSameProcessing(voice, { ...voice }), isSameProcessing(voice, music)]).toEqual([
    true,
    false,
  ]);
});
