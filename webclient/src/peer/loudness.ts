// How loud a peer is at this moment, as the browser hears it while it plays the sound.

const receivers = new WeakMap<MediaStreamTrack, RTCRtpReceiver>();
/** What was played longer ago is silence, in ms: a voice that pauses sends nothing. */
const freshMs = 600;

export function noteReceiver(track: MediaStreamTrack, receiver: RTCRtpReceiver): void {
  if (track.kind === "audio") receivers.set(track, receiver);
}

/** 0 to 1, linear; 0 as well where the browser does not say. */
export function loudnessOf(stream: MediaStream, now = Date.now()): number {
  let loudest = 0;
  for (const track of stream.getAudioTracks()) {
    for (const source of receivers.get(track)?.getSynchronizationSources?.() ?? []) {
      if (now - source.timestamp < freshMs) loudest = Math.max(loudest, source.audioLevel ?? 0);
    }
  }
  return loudest;
}
