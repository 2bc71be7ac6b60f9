// What the owner of a socket was told of the server: that it is here, away, or has no room for us.
// Each is told once.

export interface PresenceOptions {
  /**
   * Nothing comes from the server any more, or it has no room for us at the moment ("too-many"). It
   * is tried again, until a welcome.
   */
  lost(code: "too-many" | undefined): void;
  /** What seemed lost was slow, and nothing is lost. */
  found(): void;
}

export class Presence {
  readonly #options: PresenceOptions;
  #told: "here" | "too-many" | "away" = "here";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  reportLost(why: "too-many" | "away"): void {
    this.cancelReport();
    if (this.#told === why) return;
    this.#told = why;
    this.#options.lost(why === "away" ? undefined : why);
  }

  /** Unless it is cancelled before. */
  reportLostAfter(ms: number): void {
    this.#timer = setTimeout(() => this.reportLost("away"), ms);
  }

  cancelReport(): void {
    clearTimeout(this.#timer);
  }

  reportFound(): void {
    if (this.#told !== "here") this.#options.found();
    this.#told = "here";
  }

  /** A welcome says it by itself. */
  welcomed(): void {
    this.#told = "here";
  }
}
