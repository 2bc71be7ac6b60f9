// What a call shows of the quality of its pictures, and what screens say about them.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Rank, WantHeight, WantMessage } from "../../net/protocol.ts";

export type WantLine = WantMessage["line"];

/** How large a picture is on a screen, and how it stands beside the others. */
export interface Shown {
  readonly height: WantHeight;
  readonly rank: Rank;
  /** What our line takes of it, in kbit/s. */
  readonly limit?: number | undefined;
}

/** How our own picture fares. */
export interface OwnUplink {
  /** It is sent to nobody of those who would show it: the line does not carry it. */
  readonly paused: boolean;
  /** It is smaller than it could be: the device does not keep up. */
  readonly busy: boolean;
  /** It is off by the person's own wish, while files are sent. */
  readonly filesFirst: boolean;
  /** There is one, and it is sent to somebody. */
  readonly sending: boolean;
}
export const freeUplink: OwnUplink = {
  ...{ paused: false, busy: false, filesFirst: false, sending: false },
};

/** What holds picture or sound back between us and somebody. */
export type Verdict =
  | "good"
  | "their-line"
  | "their-device"
  | "own-line"
  | "own-device"
  /** Too early to say. */
  | "unknown";

/** One direction of picture or sound, over the last second. */
export interface Flow {
  /** kbit/s. */
  readonly rate: number;
  /** Of the packets, 0 to 1. */
  readonly lost?: number | undefined;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** How long it is held back to play evenly. */
  readonly waitMs?: number | undefined;
}

export interface LineFigures {
  readonly verdict: Verdict;
  readonly rttMs: number | undefined;
  readonly picture: { readonly in: Flow | undefined; readonly out: Flow | undefined };
  readonly sound: { readonly in: Flow | undefined; readonly out: Flow | undefined };
}

export interface QualityModel {
  /** How the line to somebody fares at this moment; undefined if there is none. */
  figuresOf(sid: string): LineFigures | undefined;
  /** The person wants files to go before their picture, until they try it again. */
  putFilesFirst(): void;
  readonly uplink: ReadonlySignal<OwnUplink>;
  /** What is shown of somebody's picture, or of what they share, on this screen from now on. */
  showPicture(sid: string, shown: Shown, line?: WantLine): void;
  /** The person wants their picture sent, although it was paused. */
  tryAgain(): void;
}
