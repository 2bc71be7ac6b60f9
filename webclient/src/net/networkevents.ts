// What a browser tells of its network, and when it lets a page run again: a moment to look whether
// the server and the others are still reached.

/**
 * "moved": there was no network, and now there is; "changed": perhaps it is another one; "woke": this
 * page stood still; "shown": it is looked at again, or no longer.
 */
export type NetworkEvent = "moved" | "changed" | "woke" | "shown";

/** Events come in groups; of what comes within this time, in ms, only the gravest is told. */
const settleMs = 250;
const tickMs = 1000;
/** A tick that took so much longer, in ms, says that the page or the machine stood still. */
const sleptMs = 3000;
const grave: readonly NetworkEvent[] = ["moved", "woke", "changed", "shown"];

export interface Nudges {
  /** There was no network, and now there is. */
  online(): void;
  /** It may be another one. */
  changed(): void;
  /** Anything else that may have cut a connection. */
  perhaps(): void;
}

/** Tells of each event at once. */
export function listen({ online, changed, perhaps }: Nudges, signal: AbortSignal): void {
  globalThis.addEventListener("online", online, { signal });
  for (const event of ["pageshow", "visibilitychange"])
    globalThis.addEventListener(event, perhaps, { signal });
  // Only some browsers have it.
  const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
  connection?.addEventListener("change", changed, { signal });
}

/** Tells of what belongs together once. */
export class NetworkEvents {
  readonly #tell: (event: NetworkEvent) => void;
  readonly #over = new AbortController();
  readonly #tick: ReturnType<typeof setInterval>;
  #ticked = Date.now();
  #gravest: NetworkEvent | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (event: NetworkEvent) => void) {
    this.#tell = tell;
    const nudges = {
      online: () => this.#note("moved"),
      changed: () => this.#note("changed"),
      perhaps: () => this.#note("shown"),
    };
    listen(nudges, this.#over.signal);
    this.#tick = setInterval(() => this.#checkClock(), tickMs);
  }

  stop(): void {
    this.#over.abort();
    clearInterval(this.#tick);
    clearTimeout(this.#timer);
  }

  // Not by performance.now, which may stand still while a machine sleeps.
  #checkClock(): void {
    const now = Date.now();
    const slept = Math.abs(now - this.#ticked - tickMs) > sleptMs;
    this.#ticked = now;
    if (slept) this.#note("woke");
  }

  #note(event: NetworkEvent): void {
    const isGraver =
      this.#gravest === undefined || grave.indexOf(event) < grave.indexOf(this.#gravest);
    if (isGraver) this.#gravest = event;
    this.#timer ??= setTimeout(() => {
      const gravest = this.#gravest ?? event;
      this.#gravest = this.#timer = undefined;
      this.#tell(gravest);
    }, settleMs);
  }
}
