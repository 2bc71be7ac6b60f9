// What a browser says of one picture that it sends, each second.
import type { LineStats } from "../../peer/linestats.ts";

export interface SendReport {
  /** kbit/s that its congestion control takes the way to this peer for; Firefox does not say. */
  readonly available?: number | undefined;
  /** What holds the picture back: "bandwidth", "cpu", ...; Firefox does not say. */
  readonly limitedBy?: string | undefined;
  /** Of the packets that were sent, 0 to 1, as the peer has counted. */
  readonly lost?: number | undefined;
  readonly rttMs?: number | undefined;
  /** kbit/s that were sent to this peer, voice and all. */
  readonly rate?: number | undefined;
  /** Frames that were encoded in a second. */
  readonly frames?: number | undefined;
  /** The part of the second that this took, 0 to 1. */
  readonly busy?: number | undefined;
}

/** What became of the picture that we send between two looks; undefined if it is not sent. */
export function sendReport(before: LineStats | undefined, now: LineStats): SendReport | undefined {
  const sent = now.sent.video;
  if (sent === undefined) return undefined;
  const { available, rttMs } = now;
  const report = { available, limitedBy: sent.limitedBy, lost: sent.lost, rttMs };
  const was = before?.sent.video;
  const seconds = before === undefined ? 0 : (now.at - before.at) / 1000;
  if (was === undefined || seconds <= 0 || sent.frames < was.frames) return report;
  return {
    ...report,
    rate: (8 * (now.bytesSent - (before?.bytesSent ?? 0))) / 1000 / seconds,
    frames: (sent.frames - was.frames) / seconds,
    busy: (sent.encoding - was.encoding) / seconds,
  };
}
