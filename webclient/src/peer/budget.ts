// How much video each pair of a mesh may send. A browser encodes once for each peer, so what one
// peer gets is what a laptop and a home uplink can give to all.

export interface VideoBudget {
  /** Bits per second to one peer. */
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  /** Of a 1280 × 720 camera. */
  readonly scaleResolutionDownBy: number;
}

const steps: readonly VideoBudget[] = [
  { maxBitrate: 2_000_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
  { maxBitrate: 1_000_000, maxFramerate: 30, scaleResolutionDownBy: 1.5 },
  { maxBitrate: 600_000, maxFramerate: 24, scaleResolutionDownBy: 2 },
  { maxBitrate: 400_000, maxFramerate: 20, scaleResolutionDownBy: 2 },
  { maxBitrate: 300_000, maxFramerate: 20, scaleResolutionDownBy: 2 },
];

/**
 * For a call with so many others, 1 to 5: at most about 2 Mbit/s and one full picture's worth of
 * encoding in all.
 */
export function videoBudget(others: number): VideoBudget {
  const step = steps[Math.min(Math.max(others, 1), steps.length) - 1];
  if (step === undefined) throw new RangeError("no such number of people");
  return step;
}

/** Takes effect at once and needs no negotiation (W3C WebRTC 5.2). */
export async function limitVideo(sender: RTCRtpSender, budget: VideoBudget): Promise<void> {
  const parameters = sender.getParameters();
  // Firefox has no encodings before the first negotiation.
  if (parameters.encodings.length === 0) parameters.encodings = [{}];
  if (parameters.encodings.every((encoding) => isLimited(encoding, budget))) return;
  for (const encoding of parameters.encodings) Object.assign(encoding, budget);
  try {
    await sender.setParameters(parameters);
  } catch {
    // The sender was stopped or renegotiated meanwhile; the next change sets it anew.
  }
}

function isLimited(encoding: RTCRtpEncodingParameters, budget: VideoBudget): boolean {
  return (
    encoding.maxBitrate === budget.maxBitrate &&
    encoding.maxFramerate === budget.maxFramerate &&
    encoding.scaleResolutionDownBy === budget.scaleResolutionDownBy
  );
}
