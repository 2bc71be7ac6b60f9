// How often something may be done that costs both sides something: a few times at once, and then so
// rarely that two who misunderstand each other do not keep each other busy.

export interface AllowanceOptions {
  /** At once. */
  readonly most: number;
  readonly oneMoreMs: number;
  readonly leastPauseMs: number;
}

/** `now` is in ms, from any beginning. */
export class Allowance {
  readonly #options: AllowanceOptions;
  #left: number;
  #countedAt = Number.NEGATIVE_INFINITY;
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor(options: AllowanceOptions) {
    this.#options = options;
    this.#left = options.most;
  }

  /** False if it is too early. */
  take(now: number): boolean {
    const { most, oneMoreMs, leastPauseMs } = this.#options;
    const more = (now - this.#countedAt) / oneMoreMs;
    this.#left = Math.min(most, this.#left + more);
    this.#countedAt = now;
    if (now - this.#takenAt < leastPauseMs || this.#left < 1) return false;
    this.#left--;
    this.#takenAt = now;
    return true;
  }
}
