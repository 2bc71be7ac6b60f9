// What our own line carries, as far as the browser says so. We never find out by trying: two
// congestion controls on one line fight, and the picture loses.
import { Answers, Lowest } from "./lowest.ts";
import type { SendReport } from "./report.ts";

/** The lowest of the last seconds counts. */
const memoryMs = 3000;
/** Of packets; above it a way counts as full if answers come late as well. */
const fullLoss = 0.04;
/** Of what came through a full line so much is used. */
const usedPart = 0.85;
/** Peers count losses each 5 s: it is judged anew after this. */
const judgeMs = 6000;
/** For so long it counts as full, and twice as long each time if it soon is again. */
const fullMs = 15_000;
const longestFullMs = 120_000;
const soonMs = 30_000;
/** Where the browser does not say, for two others and more, in kbit/s. */
const unknownLine = 1500;
/** Of packets; above it a pair counts as troubled, if it is so in two of three reports. */
const muchLoss = 0.08;
const calmMs = 10_000;
const restMs = 30_000;
const leastFactor = 0.05;

export class Line {
  readonly #all = new Lowest(memoryMs);
  readonly #ways = new Map<string, Lowest>();
  readonly #pairs = new Map<string, SilentPair>();
  readonly #full = new Map<string, FullWay>();

  /** Takes each report once. */
  note(id: string, report: SendReport, now: number): void {
    const way = this.#full.get(id) ?? new FullWay();
    this.#full.set(id, way);
    way.take(report, now);
  }

  /**
   * In kbit/s, sound and all; Infinity where nothing is bounded by it. `caps` is what the picture
   * for each peer was allowed so far; without one it was off.
   */
  read(
    reports: ReadonlyMap<string, SendReport>,
    caps: ReadonlyMap<string, number>,
    now: number,
  ): number {
    const isTold = [...reports.values()].some(({ available }) => available !== undefined);
    const known = new Map([...reports].map(([id, report]) => [id, this.#asFull(id, report, now)]));
    const bounded = [...known].filter(([id, report]) => isBounded(id, report, caps));
    // If several are short it is our line, and who gets what of it is for us to say.
    const [only] = bounded.length === 1 ? bounded : [];
    if (only !== undefined) {
      const [id, { available = Number.POSITIVE_INFINITY }] = only;
      const way = this.#ways.get(id) ?? new Lowest(memoryMs);
      this.#ways.set(id, way);
      way.add(available, now);
    }
    if (bounded.length > 0) this.#all.add(estimate(known, caps), now);
    const lowest = this.#all.read(now);
    return isTold || reports.size < 2 ? lowest : Math.min(lowest, unknownLine);
  }

  tryAgain(): void {
    for (const way of this.#full.values()) way.tryAgain();
  }

  #asFull(id: string, report: SendReport, now: number): Known {
    const carried = this.#full.get(id)?.carried(now);
    if (carried === undefined) return report;
    return { ...report, available: Math.min(report.available ?? Infinity, carried), isFull: true };
  }

  /** What the way to one peer carries, sound and all: theirs may be the short one. */
  way(id: string, now: number): number {
    return this.#ways.get(id)?.read(now) ?? Number.POSITIVE_INFINITY;
  }

  /**
   * What part of what is wanted a peer gets whose way the browser says nothing of, 0 to 1. Takes each
   * report once.
   */
  factor(id: string, report: SendReport, now: number): number {
    if (report.limitedBy !== undefined) return 1;
    const pair = this.#pairs.get(id) ?? new SilentPair(now);
    this.#pairs.set(id, pair);
    return pair.take(report, now);
  }

  forget(id: string): void {
    for (const all of [this.#pairs, this.#ways, this.#full]) all.delete(id);
  }
}

interface Known extends SendReport {
  readonly isFull?: boolean;
}

function isBounded(id: string, report: Known, caps: ReadonlyMap<string, number>): boolean {
  return report.isFull === true || (report.limitedBy === "bandwidth" && caps.has(id));
}

// The estimate of a pair that we hold down ourselves says nothing of the line: it was never tried.
function estimate(reports: ReadonlyMap<string, Known>, caps: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [id, report] of reports) {
    const allowed = (caps.get(id) ?? 0) + soundRate;
    const { available = allowed } = report;
    total += isBounded(id, report, caps) ? available : Math.min(available, allowed);
  }
  return total;
}

/** What the sound for one peer takes: 25 to 32 kbit/s of Opus, and headers. */
export const soundRate = 48;

/**
 * One way, on which much is lost and answers come late: no loss by chance. No browser's estimate
 * falls below what it always sends, voices and small pictures, so that it cannot tell of a line that
 * carries less.
 */
class FullWay {
  readonly #answers = new Answers();
  #recent: boolean[] = [];
  #carried = Number.POSITIVE_INFINITY;
  #judgedAt = Number.NEGATIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #memoryMs = fullMs;

  take({ lost = 0, rttMs, rate }: SendReport, now: number): void {
    const isLate = this.#answers.areLate(rttMs, now);
    if (now - this.#judgedAt < judgeMs || rate === undefined) return;
    this.#recent = [...this.#recent, isLate && lost > fullLoss].slice(-3);
    if (this.#recent.filter(Boolean).length < 2) return;
    const isAgain = now - this.#until < soonMs;
    this.#memoryMs = isAgain ? Math.min(longestFullMs, 2 * this.#memoryMs) : fullMs;
    const carried = usedPart * (1 - lost) * rate;
    this.#carried = now < this.#until ? Math.min(this.#carried, carried) : carried;
    [this.#judgedAt, this.#until] = [now, now + this.#memoryMs];
    this.#recent = [];
  }

  /** The person asks for the picture at once. */
  tryAgain(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** kbit/s that came through, and of which most is to be used; undefined if it is not full. */
  carried(now: number): number | undefined {
    return now < this.#until ? this.#carried : undefined;
  }
}

/** One way of a browser that does not say how it stands: slow on purpose. */
class SilentPair {
  #factor = 1;
  #recent: boolean[] = [];
  #calmSince: number;
  readonly #answers = new Answers(restMs);

  constructor(now: number) {
    this.#calmSince = now;
  }

  take({ lost = 0, rttMs }: SendReport, now: number): number {
    const waits = this.#answers.areLate(rttMs, now);
    this.#recent = [...this.#recent, lost > muchLoss].slice(-3);
    if (waits || this.#recent.filter(Boolean).length >= 2) {
      this.#factor = Math.max(leastFactor, this.#factor * 0.8);
      [this.#recent, this.#calmSince] = [[], now];
    } else if (now - this.#calmSince >= calmMs) {
      this.#factor = Math.min(1, this.#factor * 1.1);
      this.#calmSince = now;
    }
    return this.#factor;
  }
}
