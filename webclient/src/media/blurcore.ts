// The background of one's own picture, made unrecognisable: by the camera, the browser or the system
// where they can, else by a program that is loaded then. It fails closed: whoever wants it is either
// seen with it or not seen at all.
import { type BlurCore, type BlurOwner, canBlur } from "./blur.ts";
import { startBlurring as startProgram } from "./blurring.ts";

export function openBlur(owner: BlurOwner, start = startProgram): BlurCore {
  return new Core(owner, start);
}

/** The background is to be blurred, and is not. */
class BlurError extends Error {
  override readonly name = "BlurError";
}

class Core implements BlurCore {
  readonly #owner: BlurOwner;
  readonly #startProgram: typeof startProgram;
  #wanted = false;
  /** The last camera could by itself. */
  #able = false;
  #stopFollowing = () => {};
  #starting = false;
  #stopBlurring = () => {};
  /** What stands for the camera. */
  #blurred: MediaStreamTrack | undefined;

  constructor(owner: BlurOwner, start: typeof startProgram) {
    this.#owner = owner;
    this.#startProgram = start;
  }

  /** For the next camera; {@link suits} has it done for one that is on. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (!this.#starting && this.#blurred === undefined) this.#showRest();
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
      const blurred = await this.#startBlurred(camera);
      return tracks.map((track) => (track === camera ? blurred : track));
    } catch {
      for (const track of tracks) track.stop();
      throw new BlurError();
    } finally {
      this.#starting = false;
      if (this.#blurred === undefined) this.#showRest();
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
    this.#readCamera(camera);
    return !wanted || isBlurred(camera);
  }

  /** Lets go of a camera that is being prepared: it is no longer wanted. */
  cancel(): void {
    if (this.#starting) this.#stopBlurring();
  }

  async #startBlurred(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
    if (!this.#owner.program) throw new BlurError();
    if (camera.readyState === "ended") throw new BlurError(); // no longer wanted
    this.#starting = true;
    this.#owner.state.value = "starting";
    const pace = new Pace();
    let shown: MediaStreamTrack | undefined;
    const blurring = this.#startProgram(camera, {
      onFailed: () => {
        this.#blurred = undefined;
        this.#showRest();
        this.#owner.onFailed();
      },
      onPicture: (busyMs) => {
        const { slow } = pace.notePicture(busyMs);
        if (shown !== undefined && this.#blurred === shown) this.#showPace(slow, blurring.whole);
      },
    });
    this.#stopBlurring = blurring.stop;
    shown = await blurring.track;
    this.#blurred = shown;
    this.#showPace(false, blurring.whole);
    return shown;
  }

  #showPace(slow: boolean, whole: boolean): void {
    this.#owner.state.value = slow ? "slow" : whole ? "whole" : "on";
  }

  /** The system's own switch: who presses it there knows what is seen. */
  #follow(camera: MediaStreamTrack): void {
    this.#stopFollowing();
    const readAgain = () => this.#readCamera(camera);
    camera.addEventListener("configurationchange", readAgain);
    this.#stopFollowing = () => camera.removeEventListener("configurationchange", readAgain);
    this.#able = canBlur(camera);
  }

  #readCamera(camera: MediaStreamTrack): void {
    this.#able = canBlur(camera);
    if (this.#able) this.#owner.state.value = isBlurred(camera) ? "on" : "off";
    else this.#showRest();
  }

  /** As it is while nothing is being done. */
  #showRest(): void {
    const possible = this.#able || this.#owner.program;
    this.#owner.state.value = this.#wanted ? "on" : possible ? "off" : "unable";
  }
}

function isBlurred(camera: MediaStreamTrack): boolean {
  return camera.getSettings().backgroundBlur === true;
}

const slowMs = 120;
const pictures = 30;

/** Slow if a picture takes too long, on average over the last ones. */
class Pace {
  #average: number | undefined;
  #count = 0;

  notePicture(busyMs: number): { slow: boolean } {
    this.#count++;
    this.#average = (this.#average ?? busyMs) + (busyMs - (this.#average ?? busyMs)) / pictures;
    return { slow: this.#count >= pictures && this.#average > slowMs };
  }
}
