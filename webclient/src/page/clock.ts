// Whether this device's clock is right, by the time in an answer of the server. Times on the
// screens are the device's.
import { type ReadonlySignal, signal } from "@preact/signals-core";

/** Less is not worth a word, in minutes. */
const leastMinutes = 5;

const minutesFast = signal<number | undefined>(undefined);

/** How many minutes the clock is fast, negative if it is slow; undefined while it is right. */
export const clockError: ReadonlySignal<number | undefined> = minutesFast;

/** `date` is an answer's header; `askedAt` is when it was asked for, in ms since 1970. */
export function compareClock(date: string | null, askedAt: number, now = Date.now()): void {
  const server = Date.parse(date ?? "");
  // A clock that jumps in between, or an answer that takes minutes, says nothing.
  if (Number.isNaN(server) || now < askedAt || now - askedAt > 60_000) return;
  const fast = Math.round((now - server) / 60_000);
  minutesFast.value = Math.abs(fast) >= leastMinutes ? fast : undefined;
}
