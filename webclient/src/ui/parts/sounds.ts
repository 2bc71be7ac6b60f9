// Short soft tones from an oscillator. Where there is no sound device, AudioContext.resume() may
// never settle (Firefox): nothing here is awaited, and a tone that comes too late is not played at
// all.
let context: AudioContext | undefined;

interface Tone {
  /** Hz. */
  readonly pitch: number;
  /** Seconds after the start. */
  readonly at: number;
  /** Seconds. */
  readonly length: number;
}

const loudness = 0.06;
/** Milliseconds after which a tone has lost its meaning. */
const tooLate = 1_500;

/** Somebody knocks: two tones, rising. */
export function playKnock(): void {
  playTones([
    { pitch: 587, at: 0, length: 0.28 },
    { pitch: 784, at: 0.2, length: 0.5 },
  ]);
}

/** For the pre-join screen: long enough to turn the volume. */
export function testSound(): void {
  playTones([
    { pitch: 440, at: 0, length: 0.5 },
    { pitch: 554, at: 0.45, length: 0.5 },
    { pitch: 659, at: 0.9, length: 0.9 },
  ]);
}

function playTones(list: readonly Tone[]): void {
  try {
    context ??= new AudioContext();
    const audio = context;
    const asked = performance.now();
    const startTones = () => {
      if (performance.now() - asked < tooLate) schedule(audio, list);
    };
    if (audio.state === "running") startTones();
    else
      audio
        .resume()
        .then(startTones)
        .catch(() => {});
  } catch {
    // No Web Audio here: the tab title and the live region still tell.
  }
}

function schedule(audio: AudioContext, list: readonly Tone[]): void {
  for (const { pitch, at, length } of list) {
    const start = audio.currentTime + at;
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
