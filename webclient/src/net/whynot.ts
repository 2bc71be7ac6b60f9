// Why a socket did not open. Scripts are not told, but the server says it to a plain request for
// the same address (protocol, section 3.6).

/**
 * "too-many": the server has no room for us at the moment; "there": nothing stands against another
 * try.
 */
export type WhyNot = "too-many" | "away" | "there";

export async function whyNot(url: string, signal: AbortSignal): Promise<WhyNot> {
  try {
    const { status } = await fetch(url.replace(/^ws/, "http"), {
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    if (status === 429) return "too-many";
    return status >= 500 ? "away" : "there"; // a proxy speaks for a server that is away
  } catch {
    return "away";
  }
}

/** Asks at most once at a time. */
export class Probe {
  readonly #url: string;
  #asking: AbortController | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  get isRunning(): boolean {
    return this.#asking !== undefined;
  }

  /** `then` is not called after cancel(), or if another question was begun. */
  async start(patienceMs: number, then: (why: WhyNot) => void): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const late = setTimeout(() => asking.abort(), patienceMs);
    const why = await whyNot(this.#url, asking.signal);
    clearTimeout(late);
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    then(why);
  }

  cancel(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }
}
