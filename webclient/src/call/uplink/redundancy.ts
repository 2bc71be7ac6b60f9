// Whether each piece of a voice is said twice on the way to one person and back (RFC 2198): dear,
// and worth it where packets are lost by chance. Where they are lost because the line is full, more
// of them make it worse.
import type { LineStats } from "../../peer/linestats.ts";

/** kbit/s that the second time takes, for each listener. */
export const redundancyRate = 32;

/** Of the packets of a voice, in either direction; in between all stays as it is. */
const muchLoss = 0.03;
const littleLoss = 0.01;
/** ms over which losses are counted, and for which they have to be few before it ends. */
const windowMs = 10_000;
const calmMs = 60_000;
/** ms for which it is not said twice again, once it has ended: each change takes an offer. */
const restMs = 30_000;
/** ms by which answers come later than they did at best, where a queue is full. */
const queueMs = 150;

interface Look {
  readonly at: number;
  /** Packets that came, and that did not. */
  readonly came: number;
  readonly missed: number;
  /** Of ours, 0 to 1, by the peer's word. */
  readonly lostThere: number;
}

export class Redundancy {
  #on = false;
  #looks: Look[] = [];
  #last: LineStats | undefined;
  #bestRttMs = Number.POSITIVE_INFINITY;
  #calmSince: number | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;

  /** Takes each look once; `hasRoom`: our line carries it. */
  next(now: LineStats, hasRoom: boolean): boolean {
    this.#note(now);
    const { at, rttMs = 0 } = now;
    this.#bestRttMs = Math.min(this.#bestRttMs, rttMs);
    const [first] = this.#looks;
    if (first === undefined) return this.#on;
    const loss = this.#loss();
    const isFull = !hasRoom || rttMs > this.#bestRttMs + queueMs;
    if (loss >= littleLoss) this.#calmSince = undefined;
    else this.#calmSince ??= at;
    const isLong = at - first.at >= windowMs * 0.8 && at - this.#endedAt >= restMs;
    const isCalm = this.#calmSince !== undefined && at - this.#calmSince >= calmMs;
    if (!this.#on) this.#on = loss >= muchLoss && !isFull && isLong;
    else if (!hasRoom || isCalm) {
      this.#on = false;
      this.#endedAt = at;
    }
    return this.#on;
  }

  #note(now: LineStats): void {
    const { at, received, sent } = now;
    const [audio, before] = [received.audio, this.#last?.received.audio];
    this.#last = now;
    if (audio === undefined || before === undefined) return;
    // A connection that took another one's place counts from nothing.
    const came = Math.max(0, audio.packets - before.packets);
    const missed = Math.max(0, audio.lost - before.lost);
    const lostThere = sent.audio?.lost ?? 0;
    // More than half: the way was interrupted, for which saying things twice is no help.
    if (missed <= came && lostThere <= 0.5) this.#looks.push({ at, came, missed, lostThere });
    this.#looks = this.#looks.filter((look) => at - look.at < windowMs);
  }

  #loss(): number {
    const sum = (name: "came" | "missed" | "lostThere") =>
      this.#looks.reduce((total, look) => total + look[name], 0);
    const [came, missed] = [sum("came"), sum("missed")];
    const here = missed / Math.max(1, came + missed);
    return Math.max(here, sum("lostThere") / this.#looks.length);
  }
}
