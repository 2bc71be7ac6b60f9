// What happens to one end of a pair, on a clock of its own.
import { Recovery } from "../recovery.ts";
import type { NetworkChange } from "../state.ts";

/** How often the trace looks, in ms; a sample is taken as often as `PathWatch` takes one. */
const stepMs = 50;

export type Happening =
  | RTCPeerConnectionState
  | NetworkChange
  /** An offer was answered, by us or by the peer. */
  | "agreed"
  | "agreed-by-peer"
  /** The peer has said that it sends nothing from now on. */
  | "hushed"
  /** The path through the server is another one. */
  | "return"
  /** The page stands still from here on, and runs again. */
  | "stops"
  | "runs";

const states: readonly string[] = ["new", "connecting", "connected", "disconnected", "failed"];

export interface Trace {
  readonly ms: number;
  /** What happens when, in ms. */
  readonly events: readonly (readonly [number, Happening])[];
  /** Packets that come in the step before this time. */
  packets(ms: number): number;
  /** An offer is open at this time: an attempt says the same again. */
  isOpen?(ms: number): boolean;
  /** Said of each attempt; what it gives happens then. */
  restarted?(ms: number): readonly (readonly [number, Happening])[];
}

/** Sound comes 50 times a second, except in these times. */
export const soundExcept =
  (...gaps: readonly (readonly [number, number])[]) =>
  (ms: number): number =>
    gaps.some(([from, to]) => ms > from && ms <= to) ? 0 : 2;

/**
 * When another way was looked for, in ms, when the way counted as lost, and when as one that no other
 * way helps.
 */
export function follow(trace: Trace): { tries: number[]; lost: number[]; hopeless: number[] } {
  const recovery = new Recovery();
  const [tries, lost, hopeless]: [number[], number[], number[]] = [[], [], []];
  let events = [...trace.events];
  let [count, sampleAt, runs] = [0, 0, true];
  for (let ms = stepMs; ms <= trace.ms; ms += stepMs) {
    count += trace.packets(ms);
    const now = 1_000_000 + ms; // a page has been there for a while
    const due = events.filter(([at]) => at <= ms);
    events = events.filter(([at]) => at > ms);
    for (const [, what] of due) {
      if (what === "stops" || what === "runs") runs = what === "runs";
      else if (what === "agreed") recovery.noteAgreed(false, now);
      else if (what === "agreed-by-peer") recovery.noteAgreed(true, now);
      else if (what === "hushed") recovery.expectSilence(true, now);
      else if (what === "return") recovery.noteReturn(now);
      else if (states.includes(what)) recovery.noteState(what as RTCPeerConnectionState, now);
      else recovery.noteNetwork(what as NetworkChange, now);
    }
    if (!runs) continue;
    if (ms >= sampleAt) {
      recovery.noteCount(count, now);
      sampleAt = ms + (recovery.isDoubtful(now) ? 200 : 500);
    }
    if (recovery.isHopeless(now)) hopeless.push(ms);
    if (recovery.isDue(now)) {
      tries.push(ms);
      if (trace.isOpen?.(ms) !== true) recovery.noteOffered(now);
      events.push(...(trace.restarted?.(ms) ?? []));
    }
    if (recovery.isLost) lost.push(ms);
  }
  return { tries, lost, hopeless };
}
