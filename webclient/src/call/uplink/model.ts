// What a call shows of the quality of its pictures, and what screens say about them.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Rank, WantHeight } from "../../net/protocol.ts";

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
}

export interface QualityModel {
  readonly uplink: ReadonlySignal<OwnUplink>;
  /** What is shown of somebody's picture on this screen from now on. */
  showPicture(sid: string, shown: Shown): void;
  /** The person wants their picture sent, although it was paused. */
  tryAgain(): void;
}
