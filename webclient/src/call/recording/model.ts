// What the screens see of a recording.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Answer, Content } from "../../crypto/consent.ts";

export type { Answer, Content } from "../../crypto/consent.ts";
export type { Request } from "./consent.ts";
export { agrees } from "./consent.ts";
export { longestWhy } from "./messages.ts";

import type { Request } from "./consent.ts";
import type { Reason } from "./messages.ts";

/** Why a recording could not begin, or did not go on. */
export type TakingProblem =
  /** The browser plays no sound on this device, so it mixes none. */
  | "no-sound"
  /** There is no room on the disk. */
  | "no-room"
  /** This browser cannot record. */
  | "unsupported"
  | "failed";

/** How the recorder's own device stands. */
export type Taking =
  | { readonly stage: "idle" | "preparing" | "asking" | "on" | "saved" }
  /** `percent`: of what has still to be done to the files. */
  | { readonly stage: "saving"; readonly percent: number }
  | { readonly stage: "failed"; readonly problem: TakingProblem };

/** How the last one ended; `gone`: its recorder has left. */
export interface Ended {
  readonly reason: Reason | "gone";
  /** Undefined if it was our own. */
  readonly recorder: string | undefined;
  /** It had begun. */
  readonly wasOn: boolean;
}

export interface AskFor {
  readonly what: readonly Content[];
  /** At most 200 characters; empty for none. */
  readonly why: string;
  /** Whoever takes their agreement back is left out, and the others are recorded on. */
  readonly goesOn: boolean;
}

export interface RecordingModel {
  /** Our own sid. */
  readonly sid: string;
  readonly request: ReadonlySignal<Request | undefined>;
  /** Sids of those who record without having been allowed to: they get nothing of ours. */
  readonly rogues: ReadonlySignal<readonly string[]>;
  readonly ended: ReadonlySignal<Ended | undefined>;
  readonly taking: ReadonlySignal<Taking>;
  /** Minutes for which there is room on the disk; undefined where the browser does not say. */
  readonly minutesLeft: ReadonlySignal<number | undefined>;
  /** In the call, ourselves not among them. */
  others(): readonly { readonly sid: string; readonly name: string }[];
  nameOf(sid: string): string;
  askEverybody(asked: AskFor): void;
  respond(answer: Answer): void;
  /** Our own recording ends, or is no longer asked for. */
  stopRecording(): void;
  dismissEnded(): void;
}
