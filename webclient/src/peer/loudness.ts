// How loud a peer is, as the browser counts the energy of what it plays (W3C webrtc-stats,
// totalAudioEnergy). It comes with what is read anyway: to ask each receiver several times a second
// holds up the page, since the browser answers from another thread.

interface Count {
  readonly energy: number;
  readonly seconds: number;
}

interface Heard extends Count {
  readonly level: number;
  /** ms, of the clock that only goes forward. */
  readonly at: number;
}

const heard = new WeakMap<MediaStreamTrack, Heard>();
/** Twice the time between two counts, in ms: what is older says nothing. */
const freshMs = 1000;

/** What the browser has counted for a track so far. */
export function noteEnergy(track: MediaStreamTrack, count: Count, now = performance.now()): void {
  const before = heard.get(track) ?? count;
  const passed = count.seconds - before.seconds;
  const level = passed > 0 ? Math.sqrt(Math.max(0, count.energy - before.energy) / passed) : 0;
  heard.set(track, { ...count, level, at: now });
}

/** Root mean square since the count before, 0 to 1; 0 as well where the browser does not say. */
export function loudnessOf(stream: MediaStream, now = performance.now()): number {
  const all = stream.getAudioTracks().map((track) => heard.get(track));
  return Math.max(0, ...all.map((one) => (one && now - one.at < freshMs ? one.level : 0)));
}
