// Short soft tones from an oscillator. Where there is no sound device, AudioContext.resume() may
// never settle (Firefox): nothing here is awaited, and a tone that comes too late is not played at
// all.
import { callSettings } from "../../page/callsettings.ts";

let context: AudioContext | undefined;

interface Tone {
  /** Hz. */
  readonly pitch: number;
  /** Seconds after the start. */
  readonly at: number;
  /** Seconds. */
  readonly length: number;
}

interface Sound {
  /** 1 is as loud as there is; a voice is about 0.3. */
  readonly loudness: number;
  readonly tones: readonly Tone[];
}

/** Milliseconds after which a sound has lost its meaning. */
const tooLate = 1_500;

const sounds = {
  /** Somebody knocks: two tones, rising, twice. To be heard in the next room. */
  knock: {
    loudness: 0.2,
    tones: [
      { pitch: 587, at: 0, length: 0.28 },
      { pitch: 784, at: 0.2, length: 0.5 },
      { pitch: 587, at: 0.8, length: 0.28 },
      { pitch: 784, at: 1, length: 0.5 },
    ],
  },
  /** This person has been let in: three tones, rising. */
  admitted: {
    loudness: 0.2,
    tones: [
      { pitch: 523, at: 0, length: 0.3 },
      { pitch: 659, at: 0.2, length: 0.3 },
      { pitch: 784, at: 0.4, length: 0.6 },
    ],
  },
  joined: {
    loudness: 0.05,
    tones: [
      { pitch: 659, at: 0, length: 0.14 },
      { pitch: 880, at: 0.1, length: 0.3 },
    ],
  },
  left: {
    loudness: 0.05,
    tones: [
      { pitch: 659, at: 0, length: 0.14 },
      { pitch: 440, at: 0.1, length: 0.3 },
    ],
  },
  /** Somebody raises a hand: one low tone, softer than a voice. */
  hand: { loudness: 0.05, tones: [{ pitch: 392, at: 0, length: 0.5 }] },
  /** The time that this person has set has come: a small bell, once. */
  timer: { loudness: 0.08, tones: [{ pitch: 1047, at: 0, length: 1.2 }] },
} satisfies Record<string, Sound>;

/** For the pre-join screen: long enough to turn the volume. */
const test: Sound = {
  loudness: 0.06,
  tones: [
    { pitch: 440, at: 0, length: 0.5 },
    { pitch: 554, at: 0.45, length: 0.5 },
    { pitch: 659, at: 0.9, length: 0.9 },
  ],
};

/** What this device plays goes out to others as well at the moment. */
let shared = false;

export function setSoundShared(on: boolean): void {
  shared = on;
}

/** Unless the person has switched sounds off, or others would hear them. */
export function playSound(name: keyof typeof sounds): void {
  if (callSettings.peek().sounds && !shared) playTones(sounds[name]);
}

/** Also with sounds switched off: it was asked for. */
export function testSound(): void {
  playTones(test);
}

function playTones(sound: Sound): void {
  try {
    context ??= new AudioContext();
    const audio = context;
    const asked = performance.now();
    const startTones = () => {
      if (performance.now() - asked < tooLate) schedule(audio, sound);
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

/** Of `context`'s clock: until then another sound plays. */
let busyUntil = 0;

/** Never over another one: after it, or not at all if that takes too long. */
function schedule(audio: AudioContext, { loudness, tones }: Sound): void {
  const begin = Math.max(audio.currentTime, busyUntil);
  if ((begin - audio.currentTime) * 1_000 >= tooLate) return;
  busyUntil = begin + Math.max(...tones.map(({ at, length }) => at + length));
  for (const { pitch, at, length } of tones) {
    const start = begin + at;
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

/** In ms, on and off. A browser whose page was never touched would only complain. */
export function vibrate(pattern: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}
