// The tracks that the browser gave: the one of each device that is sent, and all others that may
// still be live.
import { batch, type Signal, signal } from "@preact/signals-core";
import { type MicrophoneHint, MicrophoneHints } from "./hints.ts";
import type { Device } from "./inputs.ts";
import { watchLevel } from "./level.ts";

export const both = ["microphone", "camera"] as const;

export type PerDevice<T> = Readonly<Record<Device, T>>;
export const perDevice = <T>(make: () => T): PerDevice<T> => ({
  microphone: make(),
  camera: make(),
});
const deviceOf = ({ kind }: MediaStreamTrack): Device =>
  kind === "audio" ? "microphone" : "camera";

interface Owner {
  /** A track that comes for what is no longer wanted is ended. */
  isWanted(device: Device): boolean;
  /** Unplugged, or permission withdrawn; `id` is the device's. */
  onEnded(device: Device, id: string): void;
}

export class Tracks {
  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = new MediaStream();
  readonly on: PerDevice<Signal<boolean>> = perDevice(() => signal(false));
  readonly level = signal(0);
  readonly hint = signal<MicrophoneHint | undefined>(undefined);
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly version = signal(0);
  readonly #owner: Owner;
  /** Every track that the browser ever gave and that may be live. */
  readonly #given: PerDevice<Set<MediaStreamTrack>> = perDevice(() => new Set());
  #stopLevel: (() => void) | undefined;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** The track that is sent for a device, null while there is none. */
  sentTrack(device: Device): MediaStreamTrack | null {
    const tracks =
      device === "microphone" ? this.stream.getAudioTracks() : this.stream.getVideoTracks();
    return tracks[0] ?? null;
  }

  /** Either all followers of the signals get the tracks, or none does. */
  adopt(tracks: readonly MediaStreamTrack[]): void {
    for (const track of tracks) this.#given[deviceOf(track)].add(track);
    try {
      batch(() => {
        for (const track of tracks) this.#addTrack(deviceOf(track), track);
        this.version.value++;
      });
    } catch (error) {
      for (const track of tracks) track.stop();
      for (const track of tracks) this.endTracks(deviceOf(track));
      throw error;
    }
    if (tracks.some((track) => deviceOf(track) === "microphone")) this.#watchLevel();
  }

  #addTrack(device: Device, track: MediaStreamTrack): void {
    // Switched off while the browser was asking, or the person has left.
    if (!this.#owner.isWanted(device)) {
      track.stop();
      this.#given[device].delete(track);
      return;
    }
    for (const other of this.#given[device]) if (other !== track) other.stop();
    const before = this.sentTrack(device);
    if (before !== null) this.stream.removeTrack(before);
    this.stream.addTrack(track);
    const { deviceId = "" } = track.getSettings(); // Firefox no longer tells once it has ended
    track.addEventListener(
      "ended",
      () => this.sentTrack(device) === track && this.#owner.onEnded(device, deviceId),
    );
    this.on[device].value = true;
  }

  /** Nice to have: it may fail. */
  #watchLevel(): void {
    const track = this.sentTrack("microphone");
    this.#stopLevel?.();
    const hints = new MicrophoneHints();
    this.#stopLevel =
      track === null ? undefined : watchLevel(track, (level) => this.#noteLevel(level, hints));
  }

  #noteLevel(level: number, hints: MicrophoneHints): void {
    const on = this.on.microphone.peek();
    batch(() => {
      this.level.value = on ? level : 0;
      this.hint.value = hints.note(level, on, performance.now());
    });
  }

  /** On again, if its track was only silent. */
  unmute(device: Device): void {
    const track = this.sentTrack(device);
    if (track?.readyState !== "live") return;
    track.enabled = true;
    this.on[device].value = true;
  }

  /**
   * A microphone keeps its track and sends silence; a camera stops, so that its light goes out. The
   * tracks first, then `tell`: whatever hears of it may do anything.
   */
  muteOrStop(device: Device, tell: () => void): void {
    const held = device === "microphone" && this.sentTrack(device);
    for (const track of this.#given[device]) {
      track.enabled = false;
      if (track !== held) track.stop();
    }
    batch(() => {
      tell();
      this.on[device].value = false;
      if (!held) this.endTracks(device);
    });
  }

  /** Stops them all; nobody is told yet. */
  stopAll(): void {
    for (const device of both) for (const track of this.#given[device]) track.stop();
  }

  /** Ends the tracks of a device, whether it is still wanted or not. */
  endTracks(device: Device): void {
    for (const track of this.#given[device]) track.stop();
    this.#given[device].clear();
    const track = this.sentTrack(device);
    if (track === null) return;
    this.stream.removeTrack(track);
    batch(() => {
      this.on[device].value = false;
      if (device === "microphone") {
        this.level.value = 0;
        this.hint.value = undefined;
      }
      this.version.value++;
    });
    if (device === "microphone") this.#stopLevel?.();
  }
}
