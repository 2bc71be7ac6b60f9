/**
 * So often somebody who was let in comes back without being asked about: each time brings another
 * safety code with everybody.
 */
const most = 2;

/** How often each member has come back since the host let it in, by its key. */
export class Returns {
  readonly #times = new Map<string, number>();

  /**
   * Counts a return, of one who now has another key or the same. False if that is once too often:
   * it is counted anew then.
   */
  mayReturn(before: string, now: string): boolean {
    const times = (this.#times.get(before) ?? 0) + 1;
    this.#times.delete(before);
    if (times <= most) this.#times.set(now, times);
    return times <= most;
  }

  forget(key: string): void {
    this.#times.delete(key);
  }
}
