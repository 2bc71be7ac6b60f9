// How much of a shared screen each peer is sent. Letters are to stay sharp and may come slowly;
// motion is to stay smooth and may be smaller.
import type { Encoding } from "./budget.ts";

/** Bits per second to one peer in a call with so many others, 1 to 5. */
const rates = {
  text: [1_200_000, 900_000, 600_000, 500_000, 400_000],
  video: [2_500_000, 1_500_000, 1_200_000, 1_000_000, 1_000_000],
} as const;

/** Pictures a second of letters: enough to scroll by, and with many others to turn pages. */
const pages = { few: 8, many: 5 } as const;
const fewOthers = 2;

/** Lines of a picture in motion. */
const motionHeight = 720;

/** `height` is what is captured. */
export function screenEncoding(mode: "text" | "video", others: number, height: number): Encoding {
  const place = Math.min(Math.max(others, 1), rates.text.length) - 1;
  const maxBitrate = rates[mode][place] ?? 0;
  if (mode === "text")
    return {
      active: true,
      maxBitrate,
      maxFramerate: others <= fewOthers ? pages.few : pages.many,
      scaleResolutionDownBy: 1,
      degradationPreference: "maintain-resolution",
    };
  return {
    active: true,
    maxBitrate,
    maxFramerate: 30,
    scaleResolutionDownBy: Math.max(1, height / motionHeight),
    degradationPreference: "maintain-framerate",
  };
}
