// How long this person has been in the call, and when they want a sign. It is theirs alone: kept
// with the visit (tabstate.ts), sent to nobody.
import { signal } from "@preact/signals-core";

export interface CallTimer {
  /** When this person was first connected to somebody, in ms since 1970. */
  readonly since: number;
  /** After so many minutes there is a sign, once. */
  readonly signAfter?: number;
  readonly signed?: boolean;
}

const minuteMs = 60_000;
/** After a longer break, in ms, it is another conversation: the timer starts anew. */
const breakMs = 60 * minuteMs;
export const longestSign = 600;

/** Undefined until somebody was connected. */
export const callTimer = signal<CallTimer | undefined>(undefined);

/** Goes on after a reload; `lastHere` in ms since 1970. */
export function resumeTimer(kept: CallTimer | undefined, lastHere: number): void {
  callTimer.value = Date.now() - lastHere < breakMs ? kept : undefined;
}

/** The first time that somebody is connected. */
export function startTimer(): void {
  callTimer.value ??= { since: Date.now() };
}

/** Whole minutes; never negative, also if the clock was put back. */
export function minutesOf({ since }: CallTimer): number {
  return Math.max(0, Math.floor((Date.now() - since) / minuteMs));
}

/** A time that has passed already needs no sign: the person has just chosen it. */
export function setSign(signAfter: number | undefined): void {
  const timer = callTimer.peek();
  if (timer === undefined) return;
  const { since } = timer;
  callTimer.value =
    signAfter === undefined
      ? { since }
      : { since, signAfter, signed: minutesOf(timer) >= signAfter };
}

/** True once, when the time has come. */
export function takeSign(): boolean {
  const timer = callTimer.peek();
  if (timer?.signAfter === undefined || timer.signed) return false;
  if (minutesOf(timer) < timer.signAfter) return false;
  callTimer.value = { ...timer, signed: true };
  return true;
}
