// How long to wait before the next attempt to come back.

const firstMs = 500;
/** At first no pause is longer, so that who waits is back within 2 s of the server's return. */
const shortMs = 1_500;
const longMs = 15_000;
/** Later a pause may be this part of the time that the server has been away. */
const part = 1 / 40;
/** For a server that is there and has no room for us. */
const crowdedMs = 5_000;

/**
 * Chance spreads the pauses: a thousand clients lost the server in the same moment, and are not to
 * come back in one.
 */
export class Backoff {
  #attempts = 0;
  #since: number | undefined;

  nextPauseMs(crowded = false): number {
    this.#since ??= performance.now();
    const most = Math.min(longMs, Math.max(shortMs, (performance.now() - this.#since) * part));
    const pause = crowded
      ? Math.max(most, crowdedMs)
      : Math.min(firstMs * 2 ** this.#attempts, most);
    this.#attempts++;
    return pause * (0.2 + 0.8 * Math.random());
  }

  /** The longest one. */
  longestPauseMs(): number {
    return longMs;
  }

  reset(): void {
    this.#attempts = 0;
    this.#since = undefined;
  }
}
