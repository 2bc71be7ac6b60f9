// When the ways to people are looked at: ICE may find a better one at any time.

const periodMs = 5000;
/**
 * To ask the browser for figures holds up a connection that has just come about, so that waits, in
 * ms.
 */
const delayMs = 250;

export class RouteWatch {
  readonly #look: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(look: () => void) {
    this.#look = look;
    this.#timer = setInterval(look, periodMs);
  }

  /** A connection has just come about. */
  lookSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(this.#look, delayMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
  }
}
