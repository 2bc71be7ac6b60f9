// How much of a picture and of a voice one peer is sent, and how a browser is told so.
import { sendKeyFrame } from "./keyframe.ts";

export interface VideoBudget {
  /** Bits per second to one peer. */
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  /** Of what the camera gives. */
  readonly scaleResolutionDownBy: number;
}

/** "off": the picture is not made at all. */
export type VideoAllowance = VideoBudget | "off";

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

export interface VoiceBudget {
  /** Bits per second. */
  readonly bitrate: number;
  /** Each piece of it is said twice (RFC 2198). */
  readonly redundant: boolean;
}

/**
 * Bits per second of a voice. Firefox takes twice as much unless it is told; from so many others on
 * a little less is heard by nobody.
 */
export function voiceBitrate(others: number): number {
  return others < 4 ? 32_000 : 24_000;
}

/** What is asked of one sender. */
export type Encoding = Partial<
  Pick<RTCRtpEncodingParameters, "active" | "maxBitrate" | "maxFramerate" | "scaleResolutionDownBy">
> & {
  /** What gives way where the line is narrow (W3C mst-content-hint). */
  readonly degradationPreference?: RTCDegradationPreference;
};

export function encodingOf(allowance: VideoAllowance): Encoding {
  return allowance === "off" ? { active: false } : { active: true, ...allowance };
}

/**
 * Sets what a sender may do, one change after the other: a browser refuses one that overtakes
 * another. It takes effect at once and needs no negotiation (W3C WebRTC 5.2).
 */
export class SenderLimit {
  readonly #sender: RTCRtpSender;
  readonly #mayLimit: () => boolean;
  #given: Encoding = {};
  #wanted: Encoding = {};
  #idle = false;
  /** What was set last, as text. */
  #set = "";
  #running = false;

  /** Nothing is set while `mayLimit` says no. */
  constructor(sender: RTCRtpSender, mayLimit: () => boolean = () => true) {
    this.#sender = sender;
    this.#mayLimit = mayLimit;
  }

  /** Says nothing to the browser that it was told before: to ask what it knows takes it a while. */
  set(encoding: Encoding): void {
    const text = JSON.stringify(encoding);
    if (text === this.#set) return;
    this.#set = text;
    this.#given = encoding;
    this.#wanted = this.#idle ? { ...encoding, active: false } : encoding;
    this.apply();
  }

  /**
   * Of a picture that has no track any more: Firefox would send its last one again each second, and
   * whole if it is asked to.
   */
  setIdle(idle: boolean): void {
    if (idle === this.#idle) return;
    this.#idle = idle;
    this.#wanted = idle ? { ...this.#given, active: false } : { active: true, ...this.#given };
    this.apply();
  }

  /** Again after a negotiation: there may have been nothing to set before. */
  apply(): void {
    if (!this.#running && this.#mayLimit()) void this.#apply();
  }

  /** Has the next picture be a whole one, unless something else is being set: that does it too. */
  async refresh(): Promise<void> {
    if (this.#running || this.#wanted.active === false || this.#sender.track === null) return;
    this.#running = true;
    await sendKeyFrame(this.#sender).catch(() => {}); // stopped meanwhile; what is wanted is set next
    void this.#apply();
  }

  async #apply(): Promise<void> {
    this.#running = true;
    for (let set: Encoding | undefined; set !== this.#wanted; ) {
      set = this.#wanted;
      if (!(await limitSender(this.#sender, set))) this.#set = ""; // the next word sets it anew
    }
    this.#running = false;
  }
}

/** False: it does something else. */
async function limitSender(sender: RTCRtpSender, wanted: Encoding): Promise<boolean> {
  const parameters = sender.getParameters();
  const { degradationPreference: preference, ...each } = wanted;
  // Firefox has had no encodings before the first negotiation.
  if (parameters.encodings.length === 0) parameters.encodings = [{}];
  const prefers = preference === undefined || parameters.degradationPreference === preference;
  if (prefers && parameters.encodings.every((encoding) => isLimited(encoding, each))) return true;
  for (const encoding of parameters.encodings) Object.assign(encoding, each);
  if (preference !== undefined) parameters.degradationPreference = preference;
  try {
    await sender.setParameters(parameters);
    return true;
  } catch {
    return false; // it was stopped or renegotiated meanwhile
  }
}

function isLimited(encoding: RTCRtpEncodingParameters, wanted: Encoding): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => (encoding as Record<string, unknown>)[name] === value,
  );
}
