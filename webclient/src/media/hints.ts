// What a person may not notice of their microphone: that nothing comes from it, or that they talk
// while it is off. Rarely, and never on a guess.

export type MicrophoneHint = "microphone-silent" | "talking-muted";

/** How long a microphone that is on may say nothing at all, in ms. */
const silentMs = 8_000;
/** How long somebody has to talk in one go, in ms. */
const talkingMs = 600;
/** Between two levels, in ms. More is a pause that says nothing. */
const mostMs = 300;
/** A level that only a voice or a noise nearby reaches, as in the meter. */
const audible = 0.3;

/** What the levels of one microphone mean, one after the other. */
export class MicrophoneHints {
  /** Since this microphone was opened. */
  #heard = false;
  #silentMs = 0;
  #talkedMs = 0;
  #last: number | undefined;
  #talking = false;

  /** About ten times a second: how loud it is at `now`, in ms, and whether the others hear it. */
  note(level: number, on: boolean, now: number): MicrophoneHint | undefined {
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
