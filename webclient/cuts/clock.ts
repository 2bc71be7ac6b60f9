// Time as this process had it: what a busy machine took from us is not held against anybody.
import { performance } from "node:perf_hooks";

const tickMs = 20;
const mostLoad = 0.6;
/** The load is that of so many ticks. */
const loadTicks = 5;
/** A tick that comes later than this was held up by others. */
const mostMs = 60;

let now = 0;
let last = performance.now();
let worst = 0;
let used = performance.eventLoopUtilization();
let ticks = 0;

/** How much of its time this process has worked lately, 0 to 1. */
let load = 0;

setInterval(() => {
  const real = performance.now();
  worst = Math.max(worst, real - last - tickMs);
  now += Math.min(real - last, mostMs);
  last = real;
  ticks++;
  if (ticks % loadTicks > 0) return;
  const before = used;
  used = performance.eventLoopUtilization();
  load = performance.eventLoopUtilization(used, before).utilization;
}, tickMs).unref();

/** Milliseconds since this process began, without those in which it could not run. */
export function clock(): number {
  return now;
}

/** The latest of all ticks, in ms. */
export function latest(): number {
  return worst;
}

/** There is time for one more thing to be begun. */
export function hasTime(): boolean {
  return load < mostLoad && performance.now() - last < 2 * tickMs;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
