// What the browser does to the sound of a microphone before it is sent.

export interface Processing {
  /** Takes out what comes from the loudspeaker. */
  readonly echo: boolean;
  /** Takes out what does not sound like a voice. */
  readonly noise: boolean;
  /** Nothing is done to it, and it has two channels, whatever the others say. */
  readonly music: boolean;
}

export const voice: Processing = { echo: true, noise: true, music: false };

export function isSameProcessing(one: Processing, other: Processing): boolean {
  return one.echo === other.echo && one.noise === other.noise && one.music === other.music;
}

export function microphoneConstraints({ echo, noise, music }: Processing): MediaTrackConstraints {
  return {
    echoCancellation: echo && !music,
    noiseSuppression: noise && !music,
    autoGainControl: !music,
    channelCount: music ? 2 : 1,
  };
}

/** Whoever sends it reads there that it is music: it is to be coded in stereo, and never paused. */
export function markTrack(track: MediaStreamTrack, { music }: Processing): void {
  track.contentHint = music ? "music" : "";
}
