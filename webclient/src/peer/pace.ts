// How much a peer may say on its data channel (protocol, section 4.3): more than any call needs,
// and not so much that it keeps us from anything else.
const burst = 512 * 1024;
const perSecond = 64 * 1024;
/** What a message costs beside its text: each may be one more line to draw. */
const perMessage = 4096;

/** How often it may say what it shows (section 4.8), at once and a second. */
const wantBurst = 40;
const wantsPerSecond = 4;

export class WantPace {
  #used = 0;
  #at: number;

  constructor(now = performance.now()) {
    this.#at = now;
  }

  /** False if another is too much. */
  allows(now = performance.now()): boolean {
    this.#used = Math.max(0, this.#used - ((now - this.#at) / 1000) * wantsPerSecond) + 1;
    this.#at = now;
    return this.#used <= wantBurst;
  }
}

export class Pace {
  #left = burst;
  #at: number;

  /** Times are in ms, from any beginning. */
  constructor(now = performance.now()) {
    this.#at = now;
  }

  /** How long a message of this length takes at the pace that is always allowed, in ms. */
  static durationMs(length: number): number {
    return ((length + perMessage) / perSecond) * 1000;
  }

  /** False if a message of this length is too much. */
  allows(length: number, now = performance.now()): boolean {
    this.#left =
      Math.min(burst, this.#left + ((now - this.#at) / 1000) * perSecond) - length - perMessage;
    this.#at = now;
    return this.#left >= 0;
  }
}
