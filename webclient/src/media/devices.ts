// The person's own camera and microphone. The only place that asks the browser for them, and only when a person wants it.
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { type DeviceProblem, deviceProblem, isDenied, isGranted } from "./errors.ts";
import { type Device, type Inputs, listInputs } from "./inputs.ts";
import { watchLevel } from "./level.ts";

const microphone = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const camera = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const nothing: Inputs = { all: [], current: "" };

export class Devices {
  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = new MediaStream();
  readonly #on: Record<Device, Signal<boolean>> = { microphone: signal(false), camera: signal(false) };
  readonly #problem = signal<{ code: DeviceProblem; device: Device } | undefined>(undefined);
  readonly #level = signal(0);
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly #version = signal(0);
  readonly #inputs: Record<Device, Signal<Inputs>> = { microphone: signal(nothing), camera: signal(nothing) };
  /** Chosen by the person; empty for the browser's choice. */
  readonly #chosen: Record<Device, string> = { microphone: "", camera: "" };
  readonly #plugged = () => void this.#lookAround();
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
  get inputs(): Readonly<Record<Device, ReadonlySignal<Inputs>>> {
    return this.#inputs;
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
          this.#take(await this.#get("microphone", "camera"));
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

  /** Uses another device from now on. What is off stays off; if the other does not work, the one before stays. */
  choose(device: Device, id: string): Promise<void> {
    return this.#enqueue(async () => {
      this.#problem.value = undefined;
      const [before, on] = [this.#chosen[device], this.#on[device].value];
      this.#chosen[device] = id;
      if (this.track(device) === null) return this.#lookAround();
      // First let go: a phone opens one camera at a time.
      this.#drop(device);
      await this.#ask(device, on);
      const failed = this.#problem.peek();
      if (failed === undefined) return;
      this.#chosen[device] = before;
      await this.#ask(device, on);
      this.#problem.value = failed;
    });
  }

  /** Lets go of everything. */
  close(): void {
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#plugged);
    this.#drop("microphone");
    this.#drop("camera");
  }

  async #ask(device: Device, on = true): Promise<void> {
    const held = this.track(device);
    if (held !== null && held.readyState === "live" && this.#on[device].value) return;
    try {
      this.#take(await this.#get(device), on);
    } catch (error) {
      await this.#fail(device, error);
    }
  }

  #get(...devices: Device[]): Promise<MediaStream> {
    const exactly = (device: Device) => this.#chosen[device] && { deviceId: { exact: this.#chosen[device] } };
    return navigator.mediaDevices.getUserMedia({
      ...(devices.includes("microphone") && { audio: { ...microphone, ...exactly("microphone") } }),
      ...(devices.includes("camera") && { video: { ...camera, ...exactly("camera") } }),
    });
  }

  async #fail(device: Device, error: unknown): Promise<void> {
    this.#problem.value = { code: deviceProblem(error, await isDenied(device)), device };
  }

  /** Switched off before anybody can send it, if it is to be off. */
  #take(stream: MediaStream, on = true): void {
    for (const track of stream.getTracks()) {
      // The person may have left while the browser was asking.
      if (this.#closed) {
        track.stop();
        continue;
      }
      track.enabled = on;
      const device: Device = track.kind === "audio" ? "microphone" : "camera";
      this.#drop(device);
      this.stream.addTrack(track);
      // Unplugged, or permission withdrawn.
      track.addEventListener("ended", () => this.track(device) === track && this.#lose(device));
      this.#on[device].value = on;
      if (device === "microphone") this.#stopLevel = watchLevel(track, (level) => (this.#level.value = level));
    }
    this.#version.value++;
    navigator.mediaDevices.addEventListener("devicechange", this.#plugged);
    void this.#lookAround();
  }

  async #lookAround(): Promise<void> {
    for (const device of ["microphone", "camera"] as const) {
      const current = this.track(device)?.getSettings().deviceId ?? this.#chosen[device];
      this.#inputs[device].value = { all: await listInputs(device), current };
    }
  }

  /** Another of its kind takes over, and the person is told; but nobody is asked a question out of the blue. */
  #lose(device: Device): void {
    const lost = this.track(device)?.getSettings().deviceId;
    const on = this.#on[device].value;
    this.#drop(device);
    void this.#enqueue(async () => {
      this.#chosen[device] = "";
      const others = (await listInputs(device)).some(({ id }) => id !== lost);
      if (others && on && !this.#on[device].value && (await isGranted(device))) await this.#ask(device);
      const code = this.#on[device].value ? "device-changed" : "device-missing";
      this.#problem.value = { code, device };
      await this.#lookAround();
    });
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
