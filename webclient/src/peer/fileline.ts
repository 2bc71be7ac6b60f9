// The part of our line that all files of a call share, whomever they go to.

/** Who has rested may catch up on so much, in ms. */
const restMs = 250;

export class FileLine {
  /** kbit/s, which is bits a millisecond. */
  rate = Number.POSITIVE_INFINITY;
  /** When something was last sent; times are those of performance.now(). */
  sentAt = Number.NEGATIVE_INFINITY;
  /** When what was sent so far would be through. */
  #due = Number.NEGATIVE_INFINITY;

  /** How long to wait before the next chunk, in ms. */
  waitMs(now = performance.now()): number {
    return this.rate === Number.POSITIVE_INFINITY ? 0 : Math.max(0, this.#due - now);
  }

  sent(bytes: number, now = performance.now()): void {
    this.sentAt = now;
    this.#due = Math.max(this.#due, now - restMs) + (8 * bytes) / this.rate;
  }
}
