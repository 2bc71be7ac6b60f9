// The person's own camera and microphone. The only place that asks the browser for them, and only when a person wants it.
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { type DeviceProblem, deviceProblem, isDenied } from "./errors.ts";
import { watchLevel } from "./level.ts";

type Device = "microphone" | "camera";

const constraints: Record<Device, MediaStreamConstraints> = {
  microphone: { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 } },
  camera: { video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } },
};

export class Devices {
  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = new MediaStream();
  readonly #on: Record<Device, Signal<boolean>> = { microphone: signal(false), camera: signal(false) };
  readonly #problem = signal<{ code: DeviceProblem; device: Device } | undefined>(undefined);
  readonly #level = signal(0);
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly #version = signal(0);
  #stopLevel: (() => void) | undefined;
  #closed = false;
  /** Requests run one after the other: two at once would ask the person twice. */
  #queue: Promise<void> = Promise.resolve();

  get microphone(): ReadonlySignal<boolean> {
    return this.#on.microphone;
  }
  get camera(): ReadonlySignal<boolean> {
    return this.#on.camera;
  }
  get problem(): ReadonlySignal<{ code: DeviceProblem; device: Device } | undefined> {
    return this.#problem;
  }
  get level(): ReadonlySignal<number> {
    return this.#level;
  }
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  /** The track that is sent for a device, null while there is none. */
  track(device: Device): MediaStreamTrack | null {
    const tracks = device === "microphone" ? this.stream.getAudioTracks() : this.stream.getVideoTracks();
    return tracks[0] ?? null;
  }

  /** Asks for both at once, so that the browser shows one question; if that fails, for each alone, so that one missing device does not cost the other. */
  open(want: { microphone: boolean; camera: boolean }): Promise<void> {
    return this.#enqueue(async () => {
      this.#problem.value = undefined;
      if (want.microphone && want.camera && !this.track("microphone") && !this.track("camera")) {
        try {
          this.#take(await navigator.mediaDevices.getUserMedia({ ...constraints.microphone, ...constraints.camera }));
          return;
        } catch (error) {
          // A "no" to the one question is a "no" to both, and asking again would be a nag; only if one device is barred may the other still be had.
          const refused = error instanceof DOMException && error.name === "NotAllowedError";
          if (refused && (await isDenied("camera")) === (await isDenied("microphone")))
            return this.#fail("camera", error);
        }
      }
      if (want.microphone) await this.#ask("microphone");
      if (want.camera) await this.#ask("camera");
    });
  }

  /** Off keeps the track and sends silence, which is fast; on asks for a device if there is none. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#enqueue(async () => {
      this.#problem.value = undefined;
      const track = this.track("microphone");
      if (on && (track === null || track.readyState === "ended")) return this.#ask("microphone");
      if (track !== null) track.enabled = on;
      this.#on.microphone.value = on && track !== null;
    });
  }

  /** Off stops the track, so that the camera's light goes out. */
  setCamera(on: boolean): Promise<void> {
    return this.#enqueue(async () => {
      this.#problem.value = undefined;
      if (on) return this.#ask("camera");
      this.#drop("camera");
    });
  }

  /** Lets go of everything. */
  close(): void {
    this.#closed = true;
    this.#drop("microphone");
    this.#drop("camera");
  }

  async #ask(device: Device): Promise<void> {
    const held = this.track(device);
    if (held !== null && held.readyState === "live" && this.#on[device].value) return;
    try {
      this.#take(await navigator.mediaDevices.getUserMedia(constraints[device]));
    } catch (error) {
      await this.#fail(device, error);
    }
  }

  async #fail(device: Device, error: unknown): Promise<void> {
    this.#problem.value = { code: deviceProblem(error, await isDenied(device)), device };
  }

  #take(stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      // The person may have left while the browser was asking.
      if (this.#closed) {
        track.stop();
        continue;
      }
      const device: Device = track.kind === "audio" ? "microphone" : "camera";
      this.#drop(device);
      this.stream.addTrack(track);
      // Unplugged, or permission withdrawn.
      track.addEventListener("ended", () => this.track(device) === track && this.#lose(device));
      this.#on[device].value = true;
      if (device === "microphone") this.#stopLevel = watchLevel(track, (level) => (this.#level.value = level));
    }
    this.#version.value++;
  }

  #lose(device: Device): void {
    this.#drop(device);
    this.#problem.value = { code: "device-missing", device };
  }

  #drop(device: Device): void {
    const track = this.track(device);
    this.#on[device].value = false;
    if (track === null) return;
    this.stream.removeTrack(track);
    track.stop();
    if (device === "microphone") {
      this.#stopLevel?.();
      this.#stopLevel = undefined;
      this.#level.value = 0;
    }
    this.#version.value++;
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work);
    return this.#queue;
  }
}
