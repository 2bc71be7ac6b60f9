// Whether a peer that has sent steadily is not heard any more. Browsers notice a dead way after 6 to
// 12 s, and one that is dead in one direction perhaps never.

/** A browser sends 50 packets of sound a second, also while it is muted. */
export const periodMs = 500;
/** So many periods in a row with packets are called steady. */
const steadyPeriods = 4;
/** After so long it is time to look for another way; then after thrice as long, and so on. */
const silentMs = 1500;
/** Whoever is silent for longer has stopped sending. */
const longestMs = 20_000;

export class Silence {
  /** It lasts at the moment, and a way to the peer may be dead. */
  lasts = false;
  #count = 0;
  #heardAt = 0;
  #sampledAt = 0;
  #steady = 0;
  #dueMs = silentMs;

  /**
   * Takes how many packets have come in all, once each period; `now` is in ms, from any beginning.
   * True if it is time to look for another way.
   */
  sample(count: number, now: number): boolean {
    // This page stood still, and what it has not heard says nothing.
    if (now - this.#sampledAt > 2 * periodMs) this.#heardAt = now;
    this.#sampledAt = now;
    if (count !== this.#count) {
      this.#steady = this.lasts ? 1 : Math.min(this.#steady + 1, steadyPeriods);
      [this.#count, this.#heardAt, this.#dueMs, this.lasts] = [count, now, silentMs, false];
      return false;
    }
    if (this.#steady < steadyPeriods) this.#steady = 0;
    const silence = now - this.#heardAt;
    this.lasts = this.#steady === steadyPeriods && silence >= silentMs && silence <= longestMs;
    if (!this.lasts || silence < this.#dueMs) return false;
    this.#dueMs *= 3;
    return true;
  }
}
