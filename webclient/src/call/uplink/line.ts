// What our own line carries, as far as the browser says so. We never find out by trying: two
// congestion controls on one line fight, and the picture loses.
import type { SendReport } from "./report.ts";

/** The lowest of the last seconds counts. */
const memoryMs = 3000;
/** Where the browser does not say, for two others and more, in kbit/s. */
const unknownLine = 1500;
/** Of packets; above it a pair counts as troubled, if it is so in two of three reports. */
const muchLoss = 0.08;
const calmMs = 10_000;
const restMs = 30_000;
const leastFactor = 0.05;

/** The lowest of the last few seconds. */
class Lowest {
  #readings: { at: number; rate: number }[] = [];

  add(rate: number, now: number): void {
    this.#readings.push({ at: now, rate });
  }
  /** Infinity if there was none. */
  read(now: number): number {
    this.#readings = this.#readings.filter(({ at }) => now - at < memoryMs);
    return Math.min(...this.#readings.map(({ rate }) => rate));
  }
}

export class Line {
  readonly #all = new Lowest();
  readonly #ways = new Map<string, Lowest>();
  readonly #pairs = new Map<string, SilentPair>();

  /**
   * In kbit/s, sound and all; Infinity where nothing is bounded by it. `caps` is what the picture
   * for each peer was allowed so far; without one it was off.
   */
  read(
    reports: ReadonlyMap<string, SendReport>,
    caps: ReadonlyMap<string, number>,
    now: number,
  ): number {
    const bounded = [...reports].filter(
      ([id, { limitedBy }]) => limitedBy === "bandwidth" && caps.has(id),
    );
    // If several are short it is our line, and who gets what of it is for us to say.
    const [only] = bounded.length === 1 ? bounded : [];
    if (only !== undefined) {
      const [id, { available = Number.POSITIVE_INFINITY }] = only;
      const way = this.#ways.get(id) ?? new Lowest();
      this.#ways.set(id, way);
      way.add(available, now);
    }
    if (bounded.length > 0) this.#all.add(estimate(reports, caps), now);
    const lowest = this.#all.read(now);
    const isTold = [...reports.values()].some(({ available }) => available !== undefined);
    return isTold || reports.size < 2 ? lowest : Math.min(lowest, unknownLine);
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
    this.#pairs.delete(id);
    this.#ways.delete(id);
  }
}

// The estimate of a pair that we hold down ourselves says nothing of the line: it was never tried.
function estimate(
  reports: ReadonlyMap<string, SendReport>,
  caps: ReadonlyMap<string, number>,
): number {
  let total = 0;
  for (const [id, { available = 0, limitedBy }] of reports) {
    const isTried = limitedBy === "bandwidth" && caps.has(id);
    total += isTried ? available : Math.min(available, (caps.get(id) ?? 0) + soundRate);
  }
  return total;
}

/** What the sound for one peer takes: 25 to 32 kbit/s of Opus, and headers. */
export const soundRate = 48;

/** One way of a browser that does not say how it stands: slow on purpose. */
class SilentPair {
  #factor = 1;
  #recent: boolean[] = [];
  #calmSince: number;
  #rtts: { at: number; rttMs: number }[] = [];

  constructor(now: number) {
    this.#calmSince = now;
  }

  take({ lost = 0, rttMs }: SendReport, now: number): number {
    if (rttMs !== undefined) this.#rtts.push({ at: now, rttMs });
    this.#rtts = this.#rtts.filter(({ at }) => now - at < restMs);
    const usual = Math.min(...this.#rtts.map(({ rttMs }) => rttMs));
    this.#recent = [...this.#recent, lost > muchLoss].slice(-3);
    const waits = rttMs !== undefined && rttMs > 2 * usual + 100;
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
