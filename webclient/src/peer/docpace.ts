// How much may come on the channel for documents (protocol, section 4.12), and how much we send:
// less, so that what a broken path held up and then delivers at once is never too much.

interface Limits {
  /** Bytes at once. */
  readonly burst: number;
  /** Bytes a second after that. */
  readonly perSecond: number;
}

export const docLimits = {
  taken: { burst: 512 * 1024, perSecond: 64 * 1024 },
  sent: { burst: 256 * 1024, perSecond: 48 * 1024 },
} as const satisfies Record<string, Limits>;

/** What a message costs beside its bytes: each may be one more thing to draw. */
const perMessage = 1024;

export class DocPace {
  readonly #limits: Limits;
  #left: number;
  #at: number;

  /** Times are in ms, from any beginning. */
  constructor(limits: Limits, now = performance.now()) {
    this.#limits = limits;
    this.#left = limits.burst;
    this.#at = now;
  }

  /** How long until a message of this length may go, in ms. */
  waitMs(length: number, now = performance.now()): number {
    const { burst, perSecond } = this.#limits;
    this.#left = Math.min(burst, this.#left + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
    const lacking = length + perMessage - this.#left;
    return lacking <= 0 ? 0 : Math.ceil((lacking / perSecond) * 1000);
  }

  /** It goes, or has come. */
  countMessage(length: number): void {
    this.#left -= length + perMessage;
  }
}
