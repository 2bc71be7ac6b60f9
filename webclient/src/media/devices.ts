// The person's own camera and microphone. The only place that asks the browser for them, and only
// when a person wants it.
//
// Asking takes as long as the person takes to answer. Off never waits for that, and is never undone
// by it: a track that comes for what is no longer wanted is ended.
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { inOrder } from "../crypto/order.ts";
import { type BlurState, CameraBlur, type LoadBlur } from "./blur.ts";
import {
  type DeviceProblem,
  type DeviceTrouble,
  deviceProblem,
  isGranted,
  isRefusalOfBoth,
  whyLost,
} from "./errors.ts";
import type { MicrophoneHint } from "./hints.ts";
import { type Device, type Inputs, listInputs } from "./inputs.ts";
import { isSameProcessing, type Processing, voice } from "./processing.ts";
import { request } from "./request.ts";
import { Screen } from "./screen.ts";
import { both, type PerDevice, perDevice, Tracks } from "./tracks.ts";

const nothing: Inputs = { all: [], current: "" };

export class Devices {
  readonly #tracks = new Tracks({
    isWanted: (device) => this.#wanted[device].peek(),
    onEnded: (device, id) => this.#replaceLost(device, id),
  });
  /** What the person wants. What is on is wanted; what is wanted and not on is being asked for. */
  readonly #wanted: PerDevice<Signal<boolean>> = perDevice(() => signal(false));
  readonly #problem = signal<DeviceTrouble | undefined>(undefined);
  readonly #inputs: PerDevice<Signal<Inputs>> = perDevice(() => signal(nothing));
  /** Chosen by the person; empty for the browser's choice. */
  readonly #chosen: Record<Device, string> = { microphone: "", camera: "" };
  #processing = voice;
  readonly #blur: CameraBlur;
  /** Switched by the person since this page was opened. */
  readonly #touched = new Set<Device>();
  readonly #plugged = () => void this.#lookAround();
  #closed = false;
  /** The browser's question was closed without an answer. */
  #dismissed = false;
  /** Requests run one after the other: two at once would ask the person twice. */
  readonly #inTurn = inOrder();

  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = this.#tracks.stream;
  readonly screen = new Screen();
  readonly wanted: PerDevice<ReadonlySignal<boolean>> = this.#wanted;
  readonly microphone: ReadonlySignal<boolean> = this.#tracks.on.microphone;
  readonly camera: ReadonlySignal<boolean> = this.#tracks.on.camera;
  readonly level: ReadonlySignal<number> = this.#tracks.level;
  readonly hint: ReadonlySignal<MicrophoneHint | undefined> = this.#tracks.hint;
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly version: ReadonlySignal<number> = this.#tracks.version;
  readonly problem: ReadonlySignal<DeviceTrouble | undefined> = this.#problem;
  readonly inputs: PerDevice<ReadonlySignal<Inputs>> = this.#inputs;
  readonly #blurState = signal<BlurState>("unable");
  readonly blur: ReadonlySignal<BlurState> = this.#blurState;

  /** `program`: ours can blur the background of cameras that cannot do it by themselves. */
  constructor(load: LoadBlur = () => Promise.reject(), program = false) {
    const onFailed = () => void this.#stopUnblurred();
    this.#blur = new CameraBlur(load, { state: this.#blurState, program, onFailed });
  }

  /** Nothing is switched on any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The track that is sent for a device, null while there is none. */
  sentTrack(device: Device): MediaStreamTrack | null {
    return this.#tracks.sentTrack(device);
  }

  /**
   * Asks for both at once, so that the browser shows one question; if that fails, for each alone,
   * so that one missing device does not cost the other.
   */
  switchOn(want: PerDevice<boolean>): Promise<void> {
    const devices = both.filter((device) => want[device]);
    this.#wantOn(...devices);
    return this.#inTurn(async () => {
      const needed = devices.filter((device) => this.#isMissing(device));
      if (needed.length === 2) {
        const error = await this.#request(...needed);
        if (error === undefined) return;
        // A "no" to the one question is a "no" to both, and asking again would be a nag.
        if (await isRefusalOfBoth(error)) return this.#giveUp(error, "camera", "microphone");
      }
      const failed: DeviceProblem[] = [];
      for (const device of needed) {
        await this.#askFor(device);
        const problem = this.#problem.peek();
        if (problem?.device === device) failed.push(problem.code);
      }
      const [code, other] = failed;
      if (code !== undefined && code === other) this.#problem.value = { code };
    });
  }

  /** Brings back what was on before a reload, except for what the person has switched since. */
  resume(was: PerDevice<boolean>): Promise<void> {
    const isResumed = (device: Device) => was[device] && !this.#touched.has(device);
    return this.switchOn({ microphone: isResumed("microphone"), camera: isResumed("camera") });
  }

  /** Off is at once; it keeps the track and sends silence, so that on is fast, too. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#switchTo("microphone", on);
  }

  /** Off is at once; it stops the track, so that the camera's light goes out. */
  setCamera(on: boolean): Promise<void> {
    return this.#switchTo("camera", on);
  }

  /**
   * Uses another device from now on. What is off stays off; if the other does not work, the one
   * before stays.
   */
  choose(device: Device, id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#problem.value = undefined;
      const before = this.#chosen[device];
      this.#chosen[device] = id;
      // First let go: a phone opens one camera at a time.
      this.#tracks.endTracks(device);
      if (!this.#isMissing(device)) return this.#lookAround();
      const error = await this.#request(device);
      if (error === undefined || !this.#isMissing(device)) return;
      this.#chosen[device] = before;
      if ((await this.#request(device)) !== undefined) return this.#giveUp(error, device);
      this.#problem.value = await this.#troubleWith(error, device);
    });
  }

  /** What is done to the microphone's sound from now on; that takes another track. */
  async process(processing: Processing): Promise<void> {
    if (isSameProcessing(processing, this.#processing)) return;
    this.#processing = processing;
    if (this.sentTrack("microphone") !== null)
      await this.choose("microphone", this.#chosen.microphone);
  }

  /** Whether the background is blurred from now on. If it cannot be, the camera is off. */
  blurBackground(wanted: boolean): Promise<void> {
    this.#blur.want(wanted);
    return this.#inTurn(async () => {
      const camera = this.sentTrack("camera");
      if (camera === null || (await this.#blur.suits(camera))) return;
      this.#tracks.endTracks("camera");
      await this.#askFor("camera");
    });
  }

  async #stopUnblurred(): Promise<void> {
    this.#tracks.endTracks("camera");
    await this.#giveUp({ name: "BlurError" }, "camera");
  }

  /** Both off and their tracks ended, at once. */
  release(): void {
    this.#tracks.stopAll();
    for (const device of both) this.#switchOff(device);
    for (const device of both) this.#tracks.endTracks(device);
  }

  /** Lets go of everything, for good. */
  close(): void {
    this.#closed = true;
    this.release();
    this.screen.close();
    navigator.mediaDevices?.removeEventListener("devicechange", this.#plugged);
  }

  #switchTo(device: Device, on: boolean): Promise<void> {
    if (on) {
      this.#wantOn(device);
      return this.#inTurn(() => this.#askFor(device));
    }
    this.#switchOff(device);
    this.#problem.value = undefined;
    return Promise.resolve();
  }

  #switchOff(device: Device): void {
    if (device === "camera") this.#blur.cancel();
    this.#tracks.muteOrStop(device, () => {
      this.#touched.add(device);
      this.#wanted[device].value = false;
    });
  }

  #wantOn(...devices: Device[]): void {
    if (this.#closed) return;
    batch(() => {
      this.#problem.value = undefined;
      for (const device of devices) {
        this.#touched.add(device);
        this.#wanted[device].value = true;
        this.#tracks.unmute(device);
      }
    });
  }

  #isMissing(device: Device): boolean {
    return this.#wanted[device].peek() && !this.#tracks.on[device].peek();
  }

  async #askFor(device: Device): Promise<void> {
    if (!this.#isMissing(device)) return;
    const error = await this.#request(device);
    if (error !== undefined) await this.#giveUp(error, device);
  }

  /** Resolves to what went wrong. */
  async #request(...devices: Device[]): Promise<unknown> {
    try {
      const { stream, gone } = await request(devices, this.#chosen, this.#processing);
      for (const device of gone) this.#chosen[device] = "";
      this.#tracks.adopt(await this.#blur.prepare(stream.getTracks()));
      navigator.mediaDevices.addEventListener("devicechange", this.#plugged);
      void this.#lookAround();
      const [device] = gone.filter((device) => this.#tracks.on[device].peek());
      if (device !== undefined) this.#problem.value = { code: "device-changed", device };
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #giveUp(error: unknown, ...devices: Device[]): Promise<void> {
    const [device, other] = devices.filter((device) => this.#wanted[device].peek());
    for (const device of devices) this.#wanted[device].value = false;
    // Nobody waits for it any more.
    if (device === undefined) return;
    const trouble = await this.#troubleWith(error, device);
    this.#problem.value = other === undefined ? trouble : { code: trouble.code };
  }

  async #troubleWith(error: unknown, device: Device): Promise<DeviceTrouble> {
    const code = await deviceProblem(error, device, this.#dismissed);
    this.#dismissed ||= code === "device-dismissed";
    return { code, device };
  }

  async #lookAround(): Promise<void> {
    for (const device of both) {
      const current = this.sentTrack(device)?.getSettings().deviceId ?? this.#chosen[device];
      this.#inputs[device].value = { all: await listInputs(device), current };
    }
  }

  /**
   * Another of its kind takes over, and the person is told; but nobody is asked a question out of
   * the blue.
   */
  #replaceLost(device: Device, lost: string): void {
    this.#tracks.endTracks(device);
    void this.#inTurn(async () => {
      this.#chosen[device] = "";
      const [there, granted] = [await listInputs(device), await isGranted(device)];
      if (!this.#isMissing(device)) return;
      const error = granted && there.length > 0 ? await this.#request(device) : undefined;
      if (error !== undefined) return this.#giveUp(error, device);
      if (this.#tracks.on[device].peek()) this.#problem.value = { code: "device-changed", device };
      if (!this.#isMissing(device)) return;
      this.#wanted[device].value = false;
      this.#problem.value = { code: await whyLost(device, there, lost), device };
    });
  }
}
