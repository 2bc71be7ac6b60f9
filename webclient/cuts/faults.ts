// What breaks in one case, and when: after the n-th message of somebody's, each at most once.
import { pause } from "./clock.ts";
import type { Direction, Fate } from "./line.ts";
import type { Name, Person } from "./person.ts";
import type { Server } from "./server.ts";
import type { Timeline } from "./timeline.ts";

export interface Fault {
  /**
   * "lost", "delivered": the person's connection is cut; "frozen": it swallows everything in this
   * direction; "kill": the server is.
   */
  readonly how: Exclude<Fate, "pass"> | "kill";
  readonly who: Name;
  readonly direction: Direction;
  readonly n: number;
  /** How long there is no way to the server. */
  readonly ms: number;
  /** Somebody else who loses the connection at the same moment, and for how long. */
  readonly also?: { readonly who: Name; readonly ms: number };
}

/**
 * Who is away for so long has slept, or was underground: the system tells the page when the network
 * is back.
 */
const toldMs = 10_000;

export class Faults {
  /** No fault begins any more. */
  over = false;
  readonly #left: Fault[];
  readonly #server: Server;
  readonly #timeline: Timeline;
  readonly #people: () => readonly Person[];
  readonly #running = new Set<Promise<void>>();
  #fired = 0;
  #kills: Promise<void> = Promise.resolve();

  constructor(
    faults: readonly Fault[],
    server: Server,
    timeline: Timeline,
    people: () => readonly Person[],
  ) {
    this.#left = [...faults];
    this.#server = server;
    this.#timeline = timeline;
    this.#people = people;
  }

  get fired(): number {
    return this.#fired;
  }

  /** Something is broken at the moment. */
  get active(): boolean {
    return this.#running.size > 0;
  }

  fate(who: Name, direction: Direction, n: number): Fate {
    const at = this.#left.findIndex(
      (one) => one.who === who && one.direction === direction && one.n === n,
    );
    const fault = this.#left[at];
    if (fault === undefined || this.over) return "pass";
    this.#left.splice(at, 1);
    this.#fired++;
    if (fault.also !== undefined) {
      const { also } = fault;
      setTimeout(() => this.#find(also.who)?.line.cut(), 0);
      this.#do(this.#away(also.who, also.ms, false));
    }
    this.#do(
      fault.how === "kill"
        ? this.#kill(fault.ms)
        : this.#away(who, fault.ms, fault.how === "frozen"),
    );
    return fault.how === "kill" ? "pass" : fault.how;
  }

  /** Until everything that broke is whole. */
  async healed(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #find(who: Name): Person | undefined {
    return this.#people().find(({ name }) => name === who);
  }

  #do(work: Promise<void>): void {
    const done = work.finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  async #away(who: Name, ms: number, frozen: boolean): Promise<void> {
    await pause(ms);
    this.#find(who)?.heal(frozen || ms >= toldMs);
  }

  // A server that is down cannot be killed: the next one waits until it runs again.
  #kill(ms: number): Promise<void> {
    this.#kills = this.#kills.then(() => this.#killNow(ms));
    return this.#kills;
  }

  async #killNow(ms: number): Promise<void> {
    this.#timeline.add("server", "*** killed ***");
    await this.#server.kill();
    await pause(ms);
    await this.#server.run();
    this.#timeline.add("server", "runs again");
  }
}
