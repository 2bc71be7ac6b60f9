// Who points where on a screen that is shared. A place holds for a moment: whoever stops pointing
// says nothing more.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Pointing } from "../net/sharing.ts";

type Sid = Pointing["by"];

/** So long a place is shown, in ms. */
export const shownMs = 1500;
/**
 * A place is said so often, in ms: half of what a peer takes of messages in all (protocol, section
 * 4.3) stays for what people write.
 */
export const pauseMs = 125;

interface Clock {
  now(): number;
  /** Calls back once; the result takes that back. */
  wait(ms: number, work: () => void): () => void;
}

const realClock: Clock = {
  now: () => performance.now(),
  wait(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** One place for each person at most, the newest. */
export class Pointers {
  readonly #all = signal<readonly Pointing[]>([]);
  readonly #fading = new Map<Sid, () => void>();
  readonly #clock: Clock;
  readonly all: ReadonlySignal<readonly Pointing[]> = this.#all;

  constructor(clock = realClock) {
    this.#clock = clock;
  }

  note(place: Pointing): void {
    this.#fading.get(place.by)?.();
    this.#fading.set(
      place.by,
      this.#clock.wait(shownMs, () => this.forget(place.by)),
    );
    this.#all.value = [...this.#without(place.by), place];
  }

  forget(by: Sid): void {
    this.#fading.get(by)?.();
    this.#fading.delete(by);
    this.#all.value = this.#without(by);
  }

  #without(by: Sid): Pointing[] {
    return this.#all.peek().filter((one) => one.by !== by);
  }
}

/** Says where one points, at most once in a while, and where it came to rest in any case. */
export class PointerSender<Place> {
  readonly #send: (place: Place) => void;
  readonly #clock: Clock;
  #last = Number.NEGATIVE_INFINITY;
  #next: Place | undefined;

  constructor(send: (place: Place) => void, clock = realClock) {
    this.#send = send;
    this.#clock = clock;
  }

  point(place: Place): void {
    const waits = this.#next !== undefined;
    this.#next = place;
    if (waits) return;
    const left = this.#last + pauseMs - this.#clock.now();
    if (left <= 0) this.#say();
    else this.#clock.wait(left, () => this.#say());
  }

  #say(): void {
    const place = this.#next;
    this.#next = undefined;
    if (place === undefined) return;
    this.#last = this.#clock.now();
    this.#send(place);
  }
}
