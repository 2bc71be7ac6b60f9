// The sizes in which a picture is sent, and what each takes. Rates are in kbit/s, for VP8.
import type { WantHeight } from "../../net/protocol.ts";
import type { VideoAllowance } from "../../peer/budget.ts";

export interface Step {
  readonly height: number;
  /** More would not be seen. */
  readonly want: number;
  /** Below it the next smaller one looks better. */
  readonly least: number;
  readonly frames: number;
}

const faces: readonly Step[] = [
  { height: 90, want: 70, least: 50, frames: 10 },
  { height: 180, want: 170, least: 90, frames: 15 },
  { height: 270, want: 350, least: 200, frames: 20 },
  { height: 360, want: 550, least: 300, frames: 25 },
  { height: 540, want: 1000, least: 600, frames: 30 },
  { height: 720, want: 1700, least: 900, frames: 30 },
];
/** Letters stand still and have to be sharp: large, but few of them. */
const text: readonly Step[] = [
  { height: 360, want: 400, least: 100, frames: 5 },
  { height: 540, want: 700, least: 200, frames: 5 },
  { height: 720, want: 1200, least: 300, frames: 5 },
];
const film: readonly Step[] = [
  { height: 270, want: 500, least: 250, frames: 24 },
  { height: 360, want: 900, least: 450, frames: 24 },
  { height: 540, want: 1500, least: 800, frames: 30 },
  { height: 720, want: 2500, least: 1000, frames: 30 },
];
export const ladders = { faces, text, film } as const;
export type Ladder = keyof typeof ladders;

/** The place on its ladder of the smallest step that fills this height; -1: none. */
export function placeFor(ladder: Ladder, height: WantHeight | number): number {
  if (height <= 0) return -1;
  const steps = ladders[ladder];
  const place = steps.findIndex((step) => step.height >= height);
  return place < 0 ? steps.length - 1 : place;
}

/** Undefined below the lowest: off. */
export function stepAt(ladder: Ladder, place: number): Step | undefined {
  return ladders[ladder][place];
}

/** Of a picture of 16 to 9. */
export function pixelRate(step: Step | undefined): number {
  return step === undefined ? 0 : (step.height * step.height * 16 * step.frames) / 9;
}

/** What a browser is told, of a camera whose picture has so many lines. */
export function allowanceOf(step: Step | undefined, rate: number, lines: number): VideoAllowance {
  if (step === undefined) return "off";
  return {
    maxBitrate: Math.round(rate) * 1000,
    maxFramerate: step.frames,
    scaleResolutionDownBy: Math.max(1, lines / step.height),
  };
}
