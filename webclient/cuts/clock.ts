// Time as this process had it: what a busy machine took from us is not held against anybody.

const tickMs = 20;
/** A tick that comes later than this was held up by others. */
const mostMs = 60;

let now = 0;
let last = performance.now();
let late = 0;
let worst = 0;

setInterval(() => {
  const real = performance.now();
  late = Math.max(0, real - last - tickMs);
  worst = Math.max(worst, late);
  now += Math.min(real - last, mostMs);
  last = real;
}, tickMs).unref();

/** Milliseconds since this process began, without those in which it could not run. */
export function clock(): number {
  return now;
}

/** How late the last tick was, and the latest of all, in ms. */
export function lateness(): { readonly now: number; readonly worst: number } {
  return { now: Math.max(late, performance.now() - last - tickMs), worst };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
