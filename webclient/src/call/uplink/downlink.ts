// What our own line takes of each picture, where it carries less than all of them together. No
// sender can see that: each sees the way to us alone, and none of the others.
import { incoming, type Looks } from "./figures.ts";

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
/** ms between two changes, to less and to more. */
const lessMs = 4_000;
const moreMs = 10_000;
/** kbit/s of one picture: a small one that moves, and one that nothing holds back. */
const least = 100;
const most = 2_500;

export class Downlink {
  #limit: number | undefined;
  #poor = 0;
  #changedAt = Number.NEGATIVE_INFINITY;

  /**
   * Takes what came from everybody in the last second; kbit/s of each picture, undefined if our
   * line holds nothing back. What comes badly from one alone is for that one's line.
   */
  next(all: readonly Looks[], now: number): number | undefined {
    const rates = all.map((looks) => rateOf(looks)).filter((rate) => rate > 0);
    const losing = all.filter(losesMuch).length;
    // A full line takes from all: fewer than half cannot have us ask less of the others.
    const isFull = rates.length > 1 && losing > 1 && losing > all.length / 2;
    this.#poor = isFull ? this.#poor + 1 : 0;
    if (this.#poor >= enough) this.#lower(rates, now);
    else if (!isFull && this.#limit !== undefined && now - this.#changedAt >= moreMs) {
      this.#changedAt = now;
      this.#limit = Math.round(this.#limit * more);
      if (this.#limit > most || rates.length < 2) this.#limit = undefined;
    }
    return this.#limit;
  }

  #lower(rates: readonly number[], now: number): void {
    if (now - this.#changedAt < lessMs) return;
    this.#changedAt = now;
    const share = (less * rates.reduce((sum, rate) => sum + rate, 0)) / rates.length;
    this.#limit = Math.max(least, Math.round(Math.min(share, this.#limit ?? share)));
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
