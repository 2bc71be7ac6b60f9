// How often somebody is told everything again who asks for it.

/** In ms. */
const pauseMs = 2_000;

export class Recalls {
  readonly #last = new Map<string, number>();

  allows(sid: string, now = performance.now()): boolean {
    if (now - (this.#last.get(sid) ?? Number.NEGATIVE_INFINITY) < pauseMs) return false;
    this.#last.set(sid, now);
    return true;
  }
}
