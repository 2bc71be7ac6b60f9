// The background of one's own picture: what stands here is there from the start, blurcore.ts comes
// with the first person or camera that has to do with it.
import type { Signal } from "@preact/signals-core";

/**
 * "unable" where nothing can and it is not wanted. "slow": it is on, and this device makes few
 * pictures; "whole": the person is blurred, too. What can by itself may be switched by the system.
 */
export type BlurState = "unable" | "off" | "starting" | "on" | "slow" | "whole";

export interface BlurOwner {
  readonly state: Signal<BlurState>;
  /** Our own program can run here. */
  readonly program: boolean;
  /** What stood for the camera is gone. */
  onFailed(): void;
}

type Cameras = readonly MediaStreamTrack[];

/** See blurcore.ts. */
export interface BlurCore {
  want(wanted: boolean): void;
  prepare(tracks: Cameras): Promise<Cameras>;
  suits(camera: MediaStreamTrack): Promise<boolean>;
  cancel(): void;
}

export type LoadBlur = () => Promise<{ openBlur(owner: BlurOwner): BlurCore }>;

export class CameraBlur {
  readonly #load: LoadBlur;
  readonly #owner: BlurOwner;
  #core: BlurCore | undefined;
  #wanted = false;
  #waiting: Cameras = [];

  constructor(load: LoadBlur, owner: BlurOwner) {
    this.#load = load;
    this.#owner = owner;
    this.want(false);
  }

  want(wanted: boolean): void {
    this.#wanted = wanted;
    if (this.#core) this.#core.want(wanted);
    else this.#owner.state.value = wanted ? "on" : this.#owner.program ? "off" : "unable";
  }

  /** What of these may be seen; see blurcore.ts. */
  async prepare(tracks: Cameras): Promise<Cameras> {
    const concerns = (track: MediaStreamTrack) =>
      track.kind === "video" && (this.#wanted || canBlur(track));
    if (!this.#core && !tracks.some(concerns)) return tracks;
    this.#waiting = tracks;
    try {
      this.#core ??= (await this.#load()).openBlur(this.#owner);
    } catch {
      this.cancel();
      throw { name: "BlurError" };
    }
    this.#core.want(this.#wanted);
    return await this.#core.prepare(tracks);
  }

  /** False: it has to be prepared anew. */
  async suits(camera: MediaStreamTrack): Promise<boolean> {
    return (await this.#core?.suits(camera)) ?? !this.#wanted;
  }

  /** The camera that is being prepared is no longer wanted. */
  cancel(): void {
    if (this.#core) this.#core.cancel();
    else for (const track of this.#waiting) track.stop();
  }
}

/** The camera, the browser or the system does it by itself, and lets the page choose. */
export function canBlur(camera: MediaStreamTrack): boolean {
  const values = camera.getCapabilities?.().backgroundBlur ?? [];
  return values.includes(true) && values.includes(false);
}
