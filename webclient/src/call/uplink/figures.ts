// How the line to one person fares, in figures and in one word.
import type { Paused } from "../../net/protocol.ts";
import type { LineStats, Received, Sent } from "../../peer/linestats.ts";
import type { Flow, LineFigures, Verdict } from "./model.ts";

/** Of the packets that should have come; below it nobody hears or sees it. */
const muchLoss = 0.03;
/** ms that what comes is held back to play evenly. */
const longWait = 300;

export interface Looks {
  readonly before: LineStats | undefined;
  readonly now: LineStats;
}

export interface Circumstances {
  /** Their picture does not come, by their word. */
  readonly theirs: Paused | undefined;
  /** Ours is not sent to them, or smaller than they show it. */
  readonly ours: Paused | undefined;
  /** The ways from the others. */
  readonly others: readonly Looks[];
}

export function figuresOf(looks: Looks, around: Circumstances): LineFigures {
  const { before, now } = looks;
  const seconds = before === undefined ? 0 : (now.at - before.at) / 1000;
  return {
    verdict: verdictOf(looks, around),
    rttMs: now.rttMs === undefined ? undefined : Math.round(now.rttMs),
    picture: { in: incoming(looks, "video", seconds), out: outgoing(looks, "video", seconds) },
    sound: { in: incoming(looks, "audio", seconds), out: outgoing(looks, "audio", seconds) },
  };
}

function verdictOf(looks: Looks, { theirs, ours, others }: Circumstances): Verdict {
  if (looks.before === undefined) return "unknown";
  if (theirs !== undefined) return theirs === "cpu" ? "their-device" : "their-line";
  // What comes badly from several comes badly over our own line.
  if (isPoor(looks)) return others.some(isPoor) ? "own-line" : "their-line";
  if (ours !== undefined) return ours === "cpu" ? "own-device" : "own-line";
  return "good";
}

function isPoor(looks: Looks): boolean {
  return (["audio", "video"] as const).some((kind) => {
    const { lost, waitMs } = incoming(looks, kind, 1) ?? {};
    return (lost ?? 0) > muchLoss || (kind === "audio" && (waitMs ?? 0) > longWait);
  });
}

/** What came between the two looks, `seconds` apart. */
export function incoming(
  { before, now }: Looks,
  kind: "audio" | "video",
  seconds: number,
): Flow | undefined {
  const is = now.received[kind];
  if (is === undefined) return undefined;
  const was = before?.received[kind] ?? nothing;
  const packets = is.packets - was.packets;
  const lost = Math.max(0, is.lost - was.lost);
  const played = is.played - was.played;
  return {
    ...flowOf(is, was, seconds),
    lost: packets + lost > 0 ? lost / (packets + lost) : undefined,
    waitMs: played > 0 ? Math.round((1000 * (is.waited - was.waited)) / played) : undefined,
  };
}

function outgoing(
  { before, now }: Looks,
  kind: "audio" | "video",
  seconds: number,
): Flow | undefined {
  const is = now.sent[kind];
  if (is === undefined) return undefined;
  return { ...flowOf(is, before?.sent[kind] ?? nothing, seconds), lost: is.lost };
}

type Counts = Pick<Sent & Received, "bytes" | "frames" | "width" | "height">;

function flowOf(is: Counts, was: Pick<Counts, "bytes" | "frames">, seconds: number): Flow {
  const perSecond = (count: number) => (seconds > 0 ? Math.max(0, count) / seconds : 0);
  return {
    rate: Math.round((8 * perSecond(is.bytes - was.bytes)) / 1000),
    frames: Math.round(perSecond(is.frames - was.frames)),
    width: is.width,
    height: is.height,
  };
}

const nothing = { bytes: 0, frames: 0, packets: 0, lost: 0, waited: 0, played: 0 };
