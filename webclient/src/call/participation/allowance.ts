// How often somebody may do something: more than that is dropped and costs nothing.

/** So many are remembered; the oldest is forgotten first. */
const most = 100;

export class Allowance {
  readonly #count: number;
  readonly #periodMs: number;
  readonly #times = new Map<string, readonly number[]>();

  /** `count` times in any `periodMs`. */
  constructor(count: number, periodMs: number) {
    this.#count = count;
    this.#periodMs = periodMs;
  }

  /** False if it is once too often for `who`; times are in ms, from any beginning. */
  allows(who: string, now = performance.now()): boolean {
    const recent = (this.#times.get(who) ?? []).filter((time) => now - time < this.#periodMs);
    if (recent.length >= this.#count) return false;
    this.#times.delete(who);
    this.#times.set(who, [...recent, now]);
    for (const oldest of this.#times.keys()) {
      if (this.#times.size <= most) break;
      this.#times.delete(oldest);
    }
    return true;
  }
}
