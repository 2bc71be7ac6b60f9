// What a person may not notice: that nothing comes from the microphone, that they talk while it is
// off, that the camera's picture stands still. Rarely, and never on a guess.
import { type ReadonlySignal, signal } from "@preact/signals-core";

export type MediaHint =
  | "microphone-silent"
  | "talking-muted"
  /** The browser or the system holds the picture back, while the person looks at the page. */
  | "camera-paused"
  /** It did so while the person was elsewhere, as an iPhone does. */
  | "camera-was-paused";

/** How long a microphone that is on may say nothing at all, in ms. */
const silentMs = 8_000;
/** How long somebody has to talk in one go, in ms. */
const talkingMs = 600;
/** Between two levels, in ms. More is a pause that says nothing. */
const mostMs = 300;
/** A level that only a voice or a noise nearby reaches, as in the meter. */
const audible = 0.3;
/** How long the camera may be held back: some do so for a moment when they start. */
const pausedMs = 3_000;

/** Of a microphone: what its levels mean, one after the other. */
export class MicrophoneHints {
  /** Since this microphone was opened. */
  #heard = false;
  #silentMs = 0;
  #talkedMs = 0;
  #last: number | undefined;
  #talking = false;

  /** About ten times a second: how loud it is at `now`, in ms, and whether the others hear it. */
  note(level: number, on: boolean, now: number): MediaHint | undefined {
    const passed = Math.min(now - (this.#last ?? now), mostMs);
    this.#last = now;
    if (on) {
      this.#talkedMs = 0;
      this.#talking = false;
      this.#heard ||= level > 0;
      this.#silentMs += passed;
      return !this.#heard && this.#silentMs >= silentMs ? "microphone-silent" : undefined;
    }
    this.#silentMs = 0;
    this.#talkedMs = level > audible ? this.#talkedMs + passed : 0;
    this.#talking ||= this.#talkedMs >= talkingMs;
    return this.#talking ? "talking-muted" : undefined;
  }
}

/** Watches the picture of a camera; `stop` ends it. */
export function watchCamera(track: MediaStreamTrack): {
  hint: ReadonlySignal<MediaHint | undefined>;
  stop: () => void;
} {
  const hint = signal<MediaHint | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (!track.muted) {
      // The person comes back to the page, and the picture with them.
      if (hint.peek() === "camera-paused") hint.value = undefined;
    } else if (document.hidden) hint.value = "camera-was-paused";
    else timer = setTimeout(() => (hint.value = "camera-paused"), pausedMs);
  };
  const events = ["mute", "unmute"] as const;
  for (const event of events) track.addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  return {
    hint,
    stop() {
      clearTimeout(timer);
      hint.value = undefined;
      for (const event of events) track.removeEventListener(event, look);
      document.removeEventListener("visibilitychange", look);
    },
  };
}
