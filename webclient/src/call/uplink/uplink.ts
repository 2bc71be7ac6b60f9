// Divides what we send among those who show it, second by second.
import type { Paused } from "../../net/protocol.ts";
import type { VideoAllowance } from "../../peer/budget.ts";
import { divide, orderOf, type Share, type Wish } from "./divide.ts";
import { Encoder } from "./encoder.ts";
import { Hysteresis, type Target } from "./hysteresis.ts";
import { allowanceOf, ladders, placeFor, stepAt } from "./ladder.ts";
import { Line, soundRate } from "./line.ts";
import { redundancyRate } from "./redundancy.ts";
import type { SendReport } from "./report.ts";

/** What a step up has to have to spare. */
const room = 1.15;
/** So much of what voices take. */
const voicesRoom = 1.5;
/** What is not said for so long is no longer so. */
const staleMs = 5000;
/** A picture is not held lower than this, in kbit/s. */
const leastRate = 50;
/** Between two pictures that come back: the first shows whether there is room for another. */
const oneByOneMs = 8000;

export interface Input {
  readonly wishes: readonly Wish[];
  /** Of the picture that each is made of. */
  readonly linesOf: (id: string) => number;
  /** Others who get our sound, and those of them who get it twice. */
  readonly listeners: number;
  readonly redundant?: number;
}

export interface Grant {
  readonly allowance: VideoAllowance;
  /** It is wanted, and not sent. */
  readonly paused: Paused | undefined;
  /** It is smaller than wanted, for want of this. */
  readonly reduced: Paused | undefined;
}

export class Uplink {
  readonly #line = new Line();
  readonly #encoder: Encoder;
  readonly #sizes = new Map<string, Hysteresis>();
  readonly #reports = new Map<string, { at: number; report: SendReport }>();
  readonly #factors = new Map<string, number>();
  /** kbit/s and frames a second that each peer was allowed. */
  readonly #caps = new Map<string, number>();
  readonly #frames = new Map<string, number>();
  #rate = Number.POSITIVE_INFINITY;
  #resumedAt = Number.NEGATIVE_INFINITY;

  constructor(phone: boolean, now: number) {
    this.#encoder = new Encoder(phone, now);
  }

  /** What our line carries in kbit/s, as far as the browser says so. */
  get line(): number {
    return this.#rate;
  }
  /** It carries so many voices twice, and something beside them. */
  hasRoomForVoices(listeners: number): boolean {
    return this.#rate > voicesRoom * (soundRate + redundancyRate) * listeners;
  }
  /** The device gives less than it could. */
  get isBusy(): boolean {
    return this.#encoder.isBusy;
  }

  /** Takes what the browser says, once a second; what is missing changes nothing. */
  report(reports: ReadonlyMap<string, SendReport>, now: number): void {
    for (const [id, report] of reports) {
      this.#reports.set(id, { at: now, report });
      this.#factors.set(id, this.#line.factor(id, report, now));
      this.#line.note(id, report, now);
    }
    for (const [id, { at }] of this.#reports) if (now - at > staleMs) this.#reports.delete(id);
    const known = new Map([...this.#reports].map(([id, { report }]) => [id, report]));
    this.#rate = this.#line.read(known, this.#caps, now);
    this.#encoder.take(reports, this.#frames, now);
  }

  /** Tries pictures that are off at once: the person asks for it. */
  tryAgain(now: number): void {
    this.#resumedAt = Number.NEGATIVE_INFINITY;
    this.#line.tryAgain();
    for (const size of this.#sizes.values()) size.tryAgain(now);
  }

  divide({ wishes, linesOf, listeners, redundant = 0 }: Input, now: number): Map<string, Grant> {
    for (const id of this.#sizes.keys())
      if (!wishes.some((wish) => wish.id === id)) this.#forget(id);
    const bounded = (part: number) => wishes.map((wish) => this.#withWay(wish, part, now));
    const line = this.#rate - soundRate * listeners - redundancyRate * redundant;
    const pixels = this.#encoder.budget;
    const shares = divide(bounded(1), { line, pixels });
    const roomy = divide(bounded(1 / room), { line: line / room, pixels });
    const free = divide(wishes, { line: Number.POSITIVE_INFINITY, pixels });
    const placeIn = (all: Map<string, Share>, id: string) => all.get(id)?.place ?? -1;
    const sent = new Map<Wish, number>();
    for (const wish of wishes) {
      const { id, ladder, height } = wish;
      const wished = placeFor(ladder, height);
      const target = { wished, place: placeIn(shares, id), roomy: placeIn(roomy, id) };
      const size = this.#sizes.get(id) ?? new Hysteresis(target, now);
      this.#sizes.set(id, size);
      sent.set(wish, this.#next(size, target, now));
    }
    const first = Math.max(
      ...wishes.map((wish) => ((sent.get(wish) ?? -1) < 0 ? -1 : orderOf(wish))),
    );
    this.#caps.clear();
    this.#frames.clear();
    return new Map(
      wishes.map((wish) => {
        const place = sent.get(wish) ?? -1;
        const reason = placeIn(free, wish.id) <= place ? "cpu" : "line";
        const wished = placeFor(wish.ladder, wish.height);
        const rate = this.#rateOf(wish, place, shares.get(wish.id)?.rate ?? 0, first);
        const allowance = allowanceOf(stepAt(wish.ladder, place), rate, linesOf(wish.id));
        this.#note(wish, allowance, rate);
        const isPaused = this.#sizes.get(wish.id)?.isPaused === true;
        return [
          wish.id,
          {
            allowance,
            paused: isPaused ? reason : undefined,
            reduced: place >= 0 && place < wished ? reason : undefined,
          },
        ];
      }),
    );
  }

  // Those that are off come back one by one.
  #next(size: Hysteresis, target: Target, now: number): number {
    const wasPaused = size.isPaused;
    const waits = wasPaused && now - this.#resumedAt < oneByOneMs;
    const place = size.next(waits ? { ...target, place: -1 } : target, now);
    if (wasPaused && place >= 0) this.#resumedAt = now;
    return place;
  }

  // What the way to this peer carries; of one that the browser says nothing of, what it has been
  // seen to take.
  #withWay(wish: Wish, part: number, now: number): Wish {
    const way = part * (this.#line.way(peerOf(wish), now) - soundRate);
    return { ...wish, limit: Math.min(this.#limitOf(wish), way) };
  }

  #limitOf(wish: Wish): number {
    const { ladder, height, limit = Number.POSITIVE_INFINITY } = wish;
    const factor = this.#factors.get(peerOf(wish)) ?? 1;
    if (factor === 1) return limit;
    const want = ladders[ladder][placeFor(ladder, height)]?.want ?? 0;
    return Math.min(limit, Math.max(leastRate, factor * want));
  }

  // Those of the highest rank may find out themselves what the line has for them; the others are
  // held to their share. So there is always one picture that shows whether the line is short.
  #rateOf(wish: Wish, place: number, share: number, first: number): number {
    const want = Math.min(stepAt(wish.ladder, place)?.want ?? 0, this.#limitOf(wish));
    return orderOf(wish) === first ? want : Math.min(want, Math.max(share, leastRate));
  }

  #note(wish: Wish, allowance: VideoAllowance, rate: number): void {
    if (allowance === "off") return;
    const peer = peerOf(wish);
    this.#caps.set(peer, (this.#caps.get(peer) ?? 0) + rate);
    // What is shared changes seldom.
    if (wish.ladder === "faces") this.#frames.set(peer, allowance.maxFramerate);
  }

  #forget(id: string): void {
    for (const all of [this.#sizes, this.#reports, this.#factors]) all.delete(id);
    this.#line.forget(id);
  }
}

const peerOf = ({ id, peer = id }: Wish): string => peer;
