// What was lowest lately, and what is late by that.

/** The lowest of the last so many ms. */
export class Lowest {
  readonly #ms: number;
  #readings: { at: number; value: number }[] = [];

  constructor(ms: number) {
    this.#ms = ms;
  }
  add(value: number, now: number): void {
    this.#readings.push({ at: now, value });
  }
  /** Infinity if there was none. */
  read(now: number): number {
    this.#readings = this.#readings.filter(({ at }) => now - at < this.#ms);
    return Math.min(...this.#readings.map(({ value }) => value));
  }
}

/** How long the quickest answer is remembered. */
const quickestMs = 300_000;

/** The answers of one peer (round trips): where they come late, something waits in a queue. */
export class Answers {
  readonly #quickest: Lowest;

  constructor(memoryMs = quickestMs) {
    this.#quickest = new Lowest(memoryMs);
  }
  /** Takes each once; false if there was none. */
  areLate(rttMs: number | undefined, now: number): boolean {
    if (rttMs === undefined) return false;
    this.#quickest.add(rttMs, now);
    return rttMs > 2 * this.#quickest.read(now) + 100;
  }
}
