// What our own line takes of each picture, where it carries less than all of them together. No
// sender can see that: each sees the way to us alone, and none of the others.
import { incoming, type Looks } from "./figures.ts";
import { Answers } from "./lowest.ts";

/**
 * Of the packets from one sender. What only comes late is for the senders' own congestion control,
 * and a busy device looks the same.
 */
const muchLoss = 0.05;
/** So many looks in a row, a second each, before it counts; each bad look after that counts. */
const enough = 3;
/** Of what came, where that was too much; and of what is allowed, where more may have room. */
const less = 0.9;
const more = 1.15;
/** ms between two changes, to less and to more; to more twice as long each time that was too much. */
const lessMs = 4_000;
const moreMs = 10_000;
const longestMoreMs = 120_000;
/** kbit/s of one picture: none, a small one that moves, and one that nothing holds back. */
const none = 40;
const least = 100;
const most = 2_500;

export class Downlink {
  #limit: number | undefined;
  #poor = 0;
  #changedAt = Number.NEGATIVE_INFINITY;
  #moreMs = moreMs;
  readonly #answers = new Map<string, Answers>();

  /**
   * Takes what came from everybody in the last second, by sid; kbit/s of each picture, undefined if
   * our line holds nothing back. What comes badly from one alone is for that one's line.
   */
  next(everybody: ReadonlyMap<string, Looks>, now: number): number | undefined {
    const all = [...everybody.values()];
    const isLate = this.#countLate(everybody, now) > all.length / 2;
    const rates = all.map((looks) => rateOf(looks)).filter((rate) => rate > 0);
    const losing = all.filter(losesMuch).length;
    // A full line takes from all: fewer than half cannot have us ask less of the others.
    const isFull = rates.length > 1 && losing > 1 && losing > all.length / 2;
    this.#poor = isFull ? this.#poor + 1 : 0;
    if (this.#poor >= enough) this.#lower(rates, isLate, now);
    else if (!isFull && this.#limit !== undefined && now - this.#changedAt >= this.#moreMs)
      this.#raise(this.#limit, rates, now);
    return this.#limit;
  }

  #lower(rates: readonly number[], isLate: boolean, now: number): void {
    const limit = this.#limit;
    if (now - this.#changedAt < lessMs || limit === none) return;
    this.#changedAt = now;
    const share = (less * rates.reduce((sum, rate) => sum + rate, 0)) / rates.length;
    const next = Math.round(Math.min(share, limit ?? share));
    // Voices first: where answers come late as well it is no loss by chance, and small was too much.
    const isTooThin = isLate && limit !== undefined && limit <= least;
    this.#limit = isTooThin ? none : Math.max(least, next);
    if (isTooThin) this.#moreMs = Math.min(longestMoreMs, 2 * this.#moreMs);
  }

  #raise(limit: number, rates: readonly number[], now: number): void {
    this.#changedAt = now;
    this.#limit = limit === none ? least : Math.round(limit * more);
    if (limit > least) this.#moreMs = moreMs;
    if (this.#limit > most || (limit !== none && rates.length < 2)) this.#limit = undefined;
  }

  #countLate(everybody: ReadonlyMap<string, Looks>, now: number): number {
    for (const sid of this.#answers.keys()) if (!everybody.has(sid)) this.#answers.delete(sid);
    let late = 0;
    for (const [sid, looks] of everybody) {
      const answers = this.#answers.get(sid) ?? new Answers();
      this.#answers.set(sid, answers);
      if (answers.areLate(looks.now.rttMs, now)) late++;
    }
    return late;
  }
}

function losesMuch(looks: Looks): boolean {
  return (["audio", "video"] as const).some(
    (kind) => (incoming(looks, kind, 1)?.lost ?? 0) > muchLoss,
  );
}

function rateOf(looks: Looks): number {
  const seconds = looks.before === undefined ? 0 : (looks.now.at - looks.before.at) / 1000;
  return incoming(looks, "video", seconds)?.rate ?? 0;
}
