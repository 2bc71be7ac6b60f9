// How many pixels a second this device encodes without falling behind.
import type { SendReport } from "./report.ts";

/** A full picture and a third of one. */
const startLaptop = 1.3 * 1280 * 720 * 30;
const startPhone = 14_000_000;
/** Two of the smallest. */
const least = 300_000;
const reportsUntilLess = 3;
const calmMs = 20_000;

export class Encoder {
  /** Pixels a second. */
  budget: number;
  readonly #most: number;
  #busy = 0;
  #calmSince: number;

  constructor(phone: boolean, now: number) {
    this.#most = phone ? startPhone : startLaptop;
    this.budget = this.#most;
    this.#calmSince = now;
  }

  /** It gives less than it could. */
  get isBusy(): boolean {
    return this.budget < this.#most;
  }

  /** Once a second; `frames` is how many a second each was allowed. */
  take(
    reports: ReadonlyMap<string, SendReport>,
    frames: ReadonlyMap<string, number>,
    now: number,
  ): void {
    const busy = [...reports].some(([id, report]) => isBehind(report, frames.get(id) ?? 0));
    this.#busy = busy ? this.#busy + 1 : 0;
    if (busy) this.#calmSince = now;
    if (this.#busy >= reportsUntilLess) {
      this.budget = Math.max(least, this.budget * 0.75);
      this.#busy = 0;
    } else if (now - this.#calmSince >= calmMs) {
      this.budget = Math.min(this.#most, this.budget * 1.1);
      this.#calmSince = now;
    }
  }
}

function isBehind({ limitedBy, frames, busy }: SendReport, allowed: number): boolean {
  if (limitedBy !== undefined) return limitedBy === "cpu";
  return frames !== undefined && busy !== undefined && frames < 0.7 * allowed && busy > 0.6;
}
