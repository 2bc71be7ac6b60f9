// Who gets how much of a line and of a processor: sound first, then what is shared, then faces by
// their rank. A pure division; what changes with time is in uplink.ts.
import type { Rank } from "../../net/protocol.ts";
import { type Ladder, ladders, pixelRate, placeFor, type Step, stepAt } from "./ladder.ts";

/** One picture for one peer. */
export interface Wish {
  readonly id: string;
  /** Whose it is; the id, if not given. */
  readonly peer?: string;
  readonly ladder: Ladder;
  /** Pixels of the receiver's screen; 0: not shown. */
  readonly height: number;
  readonly rank: Rank;
  /** What the receiver's line takes, in kbit/s. */
  readonly limit?: number | undefined;
}

export interface Means {
  /** kbit/s for pictures alone. */
  readonly line: number;
  /** Pixels a second that the device encodes. */
  readonly pixels: number;
}

export interface Share {
  /** On the ladder; -1: off. */
  readonly place: number;
  /** kbit/s. */
  readonly rate: number;
}

const weights = [1, 2, 4, 8] as const;
/** What is shared comes before every face. */
export const orderOf = ({ ladder, rank }: Wish): number => (ladder === "faces" ? rank : 3);

export function divide(wishes: readonly Wish[], means: Means): Map<string, Share> {
  const places = new Map(wishes.map((wish) => [wish, placeWithin(wish)]));
  const stepOf = (wish: Wish) => stepAt(wish.ladder, places.get(wish) ?? -1);
  const areMet = () =>
    sum(wishes, (wish) => stepOf(wish)?.least ?? 0) <= means.line &&
    sum(wishes, (wish) => pixelRate(stepOf(wish))) <= means.pixels;
  // All become small before one goes.
  for (const lowest of [0, -1]) {
    while (!areMet()) {
      const next = nextToShrink(wishes, (wish) => places.get(wish) ?? -1, lowest);
      if (next === undefined) break;
      places.set(next, (places.get(next) ?? 0) - 1);
    }
  }
  const rates = dealOut(wishes, stepOf, means.line);
  return new Map(
    wishes.map((wish) => [wish.id, { place: places.get(wish) ?? -1, rate: rates.get(wish) ?? 0 }]),
  );
}

/** As high as the receiver wishes and its line takes. */
function placeWithin({ ladder, height, limit }: Wish): number {
  let place = placeFor(ladder, height);
  while (place >= 0 && (ladders[ladder][place]?.least ?? 0) > (limit ?? Infinity)) place--;
  return place;
}

/** Of those of the lowest rank the largest. */
function nextToShrink(
  wishes: readonly Wish[],
  placeOf: (wish: Wish) => number,
  lowest: number,
): Wish | undefined {
  let found: Wish | undefined;
  for (const wish of wishes) {
    if (placeOf(wish) <= lowest) continue;
    const lower = found === undefined || orderOf(wish) < orderOf(found);
    const same = found !== undefined && orderOf(wish) === orderOf(found);
    if (lower || (same && found !== undefined && placeOf(wish) >= placeOf(found))) found = wish;
  }
  return found;
}

/** The least of each, and the rest by weight up to what each can use. */
function dealOut(
  wishes: readonly Wish[],
  stepOf: (wish: Wish) => Step | undefined,
  line: number,
): Map<Wish, number> {
  const rates = new Map(wishes.map((wish) => [wish, stepOf(wish)?.least ?? 0]));
  const mostFor = (wish: Wish) => Math.min(stepOf(wish)?.want ?? 0, wish.limit ?? Infinity);
  let rest = line - sum(wishes, (wish) => rates.get(wish) ?? 0);
  let open = wishes.filter((wish) => (rates.get(wish) ?? 0) < mostFor(wish));
  while (open.length > 0 && rest > 0.5) {
    const weight = sum(open, (wish) => weights[orderOf(wish)] ?? 1);
    const dealt = rest;
    for (const wish of open) {
      const rate = rates.get(wish) ?? 0;
      const more = Math.min(mostFor(wish) - rate, (dealt * (weights[orderOf(wish)] ?? 1)) / weight);
      rates.set(wish, rate + more);
      rest -= more;
    }
    open = open.filter((wish) => (rates.get(wish) ?? 0) < mostFor(wish) - 0.01);
  }
  return rates;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
