// How loud the microphone is, for the meter on the pre-join screen and for hints in the call.

const periodMs = 100;

/**
 * Calls `show` about ten times a second with the loudness of a track, 0 to 1 (root mean square over
 * the last moments, -60 dB at 0, 0 dB at 1). Returns what stops it. A browser may have no Web
 * Audio, may refuse a track of another sample rate, or never start an AudioContext without an audio
 * device: then `show` is simply not called. Nothing depends on a meter.
 */
export function watchLevel(track: MediaStreamTrack, show: (level: number) => void): () => void {
  try {
    return watchTrack(track, show);
  } catch {
    return () => {};
  }
}

function watchTrack(track: MediaStreamTrack, show: (level: number) => void): () => void {
  const context = new AudioContext();
  const heard = makeHeard(track);
  const stop = () => {
    if (heard !== track) heard.stop();
    context.close().catch(() => {});
  };
  try {
    const stopListening = listen(context, heard, show);
    return () => {
      stopListening();
      stop();
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * A copy that is never sent, and that goes on while what is sent is silent: so a person who talks
 * in vain is told. Not in WebKit: how it treats copies of a microphone's track has not been tried.
 */
function makeHeard(track: MediaStreamTrack): MediaStreamTrack {
  const isWebKit = /AppleWebKit/.test(navigator.userAgent) && !/Chrome/.test(navigator.userAgent);
  if (isWebKit) return track;
  const copy = track.clone();
  copy.enabled = true;
  return copy;
}

function listen(
  context: AudioContext,
  track: MediaStreamTrack,
  show: (level: number) => void,
): () => void {
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  // Settles only once the browser has a device; nobody may wait for it.
  context.resume().catch(() => {});
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== "running") return;
    analyser.getFloatTimeDomainData(samples);
    show(loudness(samples));
  }, periodMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Maps the root mean square of samples (-1 to 1) to 0 to 1, linear in dB from -60 to 0. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / samples.length);
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 60));
}
