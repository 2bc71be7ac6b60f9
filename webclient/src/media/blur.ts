// The background of one's own picture, made unrecognisable. It fails closed: whoever wants it is
// either seen with it or not seen at all.
import { type ReadonlySignal, signal } from "@preact/signals-core";

/** "unable" unless it is wanted or the camera can. The system may switch it, too. */
export type BlurState = "unable" | "off" | "on";

/** The background is to be blurred, and is not. */
export class BlurError extends Error {
  override readonly name = "BlurError";
}

export class CameraBlur {
  readonly #state = signal<BlurState>("unable");
  #wanted = false;
  /** The last camera could. */
  #able = false;
  #stopFollowing = () => {};

  readonly state: ReadonlySignal<BlurState> = this.#state;

  /** For the next camera; {@link apply} has it done for one that is on. */
  want(wanted: boolean): void {
    this.#wanted = wanted;
    this.#state.value = wanted ? "on" : this.#able ? "off" : "unable";
  }

  /**
   * To be called before anybody sees what the browser gave. Ends it and rejects with
   * {@link BlurError} if the background is to be blurred and cannot be.
   */
  async prepare(stream: MediaStream): Promise<MediaStream> {
    const camera = stream.getTracks().find(({ kind }) => kind === "video");
    if (camera === undefined) return stream;
    this.#follow(camera);
    try {
      await this.apply(camera);
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      throw error;
    }
    return stream;
  }

  /** Errors: {@link BlurError}. */
  async apply(camera: MediaStreamTrack): Promise<void> {
    const wanted = this.#wanted;
    if (canBlur(camera) && isBlurred(camera) !== wanted) {
      try {
        await camera.applyConstraints({ ...camera.getConstraints(), backgroundBlur: wanted });
      } catch {
        // what it does now counts
      }
    }
    this.#read(camera);
    if (!wanted || isBlurred(camera)) return;
    this.#state.value = "on"; // and can be switched off
    throw new BlurError();
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
    const on = this.#able ? isBlurred(camera) : this.#wanted;
    this.#state.value = on ? "on" : this.#able ? "off" : "unable";
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
