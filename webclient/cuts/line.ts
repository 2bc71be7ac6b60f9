// One person's way to the server, with everything on it that can break.
import type { Timeline } from "./timeline.ts";

/** As the person's client sees it. */
export type Direction = "in" | "out";

/**
 * What becomes of a message: the way may break just before or just after it, or swallow it and all
 * that follow without a word.
 */
export type Fate = "pass" | "lost" | "delivered" | "frozen";

/** An open socket on the line. */
export interface Breakable {
  /** The connection is gone, for both ends. */
  cut(): void;
}

export interface LineOptions {
  readonly name: string;
  /** Of our end; each person has one, as the server counts by address. */
  readonly address: string;
  readonly origin: string;
  readonly timeline: Timeline;
  /** How long each message takes, in ms. */
  readonly slowMs: number;
  /** Asked for each message; `n` counts from 1. */
  fate(direction: Direction, n: number): Fate;
}

export class Line {
  readonly options: LineOptions;
  /** No new socket comes about, and there is none. */
  offline = false;
  readonly sockets = new Set<Breakable>();
  /**
   * Kinds of what the server has said, and with which close codes and reasons it ended a socket.
   */
  readonly heard = new Set<string>();
  readonly #count: Record<Direction, number> = { in: 0, out: 0 };

  constructor(options: LineOptions) {
    this.options = options;
  }

  get counts(): Readonly<Record<Direction, number>> {
    return this.#count;
  }

  next(direction: Direction): Fate {
    this.#count[direction]++;
    return this.options.fate(direction, this.#count[direction]);
  }

  log(what: string): void {
    this.options.timeline.add(this.options.name, what);
  }

  cut(): void {
    this.offline = true;
    for (const socket of [...this.sockets]) socket.cut();
  }
}
