// The background of one's own picture, made unrecognisable: by the camera, the browser or the system
// where they can, else by a program that is loaded then. It fails closed: whoever wants it is either
// seen with it or not seen at all.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Blurring, Watcher } from "./blurring.ts";

/**
 * "unable" where nothing can and it is not wanted. "slow": it is on, and this device makes few
 * pictures; "whole": the person is blurred, too. What can by itself may be switched by the system, too.
 */
export type BlurState = "unable" | "off" | "starting" | "on" | "slow" | "whole";

/** Media/blurring.ts, once it is loaded. */
export type LoadBlurring = () => Promise<{
  startBlurring(camera: MediaStreamTrack, watcher: Watcher): Blurring;
}>;

/** The background is to be blurred, and is not. */
export class BlurError extends Error {
  override readonly name = "BlurError";
}

interface Options {
  /** None where there is no program for it. */
  readonly load: LoadBlurring | undefined;
  /** What stood for the camera is gone. */
  readonly onFailed: () => void;
}

export class CameraBlur {
  readonly #options: Options;
  readonly #state = signal<BlurState>("unable");
  #wanted = false;
  /** The last camera could by itself. */
  #able = false;
  #stopFollowing = () => {};
  #starting = false;
  #stopBlurring = () => {};
  /** What stands for the camera. */
  #blurred: MediaStreamTrack | undefined;

  readonly state: ReadonlySignal<BlurState> = this.#state;

  constructor(options: Options) {
    this.#options = options;
  }

  /** For the next camera; {@link suits} has it done for one that is on. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (!this.#starting && this.#blurred === undefined) this.#rest();
  }

  /**
   * To be called before anybody sees what the browser gave: resolves to what they may see. Ends it
   * and rejects with {@link BlurError} if the background is to be blurred and cannot be.
   */
  async prepare(tracks: readonly MediaStreamTrack[]): Promise<readonly MediaStreamTrack[]> {
    const camera = tracks.find(({ kind }) => kind === "video");
    if (camera === undefined) return tracks;
    this.#blurred = undefined;
    this.#follow(camera);
    if (await this.suits(camera)) return tracks;
    try {
      const blurred = await this.#start(camera);
      return tracks.map((track) => (track === camera ? blurred : track));
    } catch {
      for (const track of tracks) track.stop();
      throw new BlurError();
    } finally {
      this.#starting = false;
      if (this.#blurred === undefined) this.#rest();
    }
  }

  /** Switches what the camera does by itself. False if it is not as wanted: it may not be shown. */
  async suits(camera: MediaStreamTrack): Promise<boolean> {
    if (camera === this.#blurred) return this.#wanted;
    const wanted = this.#wanted;
    if (canBlur(camera) && isBlurred(camera) !== wanted) {
      try {
        await camera.applyConstraints({ ...camera.getConstraints(), backgroundBlur: wanted });
      } catch {
        // what it does now counts
      }
    }
    this.#read(camera);
    return !wanted || isBlurred(camera);
  }

  /** Lets go of a camera that is being prepared: it is no longer wanted. */
  cancel(): void {
    if (this.#starting) this.#stopBlurring();
  }

  async #start(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
    if (this.#options.load === undefined) throw new BlurError();
    this.#starting = true;
    this.#state.value = "starting";
    // Whoever no longer wants it while the program comes ends the camera.
    this.#stopBlurring = () => camera.stop();
    const { startBlurring } = await this.#options.load();
    if (camera.readyState === "ended") throw new BlurError();
    const pace = new Pace();
    let shown: MediaStreamTrack | undefined;
    const blurring = startBlurring(camera, {
      onFailed: () => {
        this.#blurred = undefined;
        this.#rest();
        this.#options.onFailed();
      },
      onPicture: (busyMs) => {
        const { slow } = pace.note(busyMs);
        if (shown !== undefined && this.#blurred === shown) this.#say(slow, blurring.whole);
      },
    });
    this.#stopBlurring = blurring.stop;
    shown = await blurring.track;
    this.#blurred = shown;
    this.#say(false, blurring.whole);
    return shown;
  }

  #say(slow: boolean, whole: boolean): void {
    this.#state.value = slow ? "slow" : whole ? "whole" : "on";
  }

  /** The system's own switch: who presses it there knows what is seen. */
  #follow(camera: MediaStreamTrack): void {
    this.#stopFollowing();
    const read = () => this.#read(camera);
    camera.addEventListener("configurationchange", read);
    this.#stopFollowing = () => camera.removeEventListener("configurationchange", read);
    this.#able = canBlur(camera);
  }

  #read(camera: MediaStreamTrack): void {
    this.#able = canBlur(camera);
    if (this.#able) this.#state.value = isBlurred(camera) ? "on" : "off";
    else this.#rest();
  }

  /** As it is while nothing is being done. */
  #rest(): void {
    const possible = this.#able || this.#options.load !== undefined;
    this.#state.value = this.#wanted ? "on" : possible ? "off" : "unable";
  }
}

/** The browser or the system does it by itself, and lets the page choose. */
function canBlur(camera: MediaStreamTrack): boolean {
  const values = camera.getCapabilities?.().backgroundBlur ?? [];
  return values.includes(true) && values.includes(false);
}

function isBlurred(camera: MediaStreamTrack): boolean {
  return camera.getSettings().backgroundBlur === true;
}

/** What the program needs that not every browser has, or that is barred. */
export function canRunProgram(): boolean {
  return ["Worker", "WebAssembly", "OffscreenCanvas", "DecompressionStream"].every(
    (name) => name in globalThis,
  );
}

const slowMs = 120;
const pictures = 30;

/** Slow if a picture takes too long, on average over the last ones. */
class Pace {
  #average: number | undefined;
  #count = 0;

  note(busyMs: number): { slow: boolean } {
    this.#count++;
    this.#average = (this.#average ?? busyMs) + (busyMs - (this.#average ?? busyMs)) / pictures;
    return { slow: this.#count >= pictures && this.#average > slowMs };
  }
}
