/**
 * So often within so many ms somebody who was let in comes back without being asked about: each time
 * brings another safety code with everybody.
 */
const most = 2;
const withinMs = 10 * 60_000;

/** When each member has come back lately since the host let it in, by its key. */
export class Returns {
  readonly #times = new Map<string, readonly number[]>();

  /**
   * Counts a return, of one who now has another key or the same, at a time in ms from any beginning.
   * False if that is once too often: it is counted anew then.
   */
  mayReturn(before: string, now: string, at: number): boolean {
    const lately = (this.#times.get(before) ?? []).filter((time) => at - time < withinMs);
    this.#times.delete(before);
    if (lately.length >= most) return false;
    this.#times.set(now, [...lately, at]);
    return true;
  }

  forget(key: string): void {
    this.#times.delete(key);
  }
}
