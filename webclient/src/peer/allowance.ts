// How often something may be done that costs both sides something: a few times at once, and then so
// rarely that two who misunderstand each other do not keep each other busy.

const most = 6;
const oneMoreMs = 4000;
const leastPauseMs = 900;

/** `now` is in ms, from any beginning. */
export class Allowance {
  #left = most;
  #countedAt = Number.NEGATIVE_INFINITY;
  #takenAt = Number.NEGATIVE_INFINITY;

  /** False if it is too early. */
  take(now: number): boolean {
    const more = (now - this.#countedAt) / oneMoreMs;
    this.#left = Math.min(most, this.#left + more);
    this.#countedAt = now;
    if (now - this.#takenAt < leastPauseMs || this.#left < 1) return false;
    this.#left--;
    this.#takenAt = now;
    return true;
  }
}
