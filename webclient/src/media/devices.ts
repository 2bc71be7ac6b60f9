// The person's own camera and microphone. The only place that asks the browser for them, and only
// when a person wants it.
//
// Asking takes as long as the person takes to answer. Off never waits for that, and is never undone
// by it: a track that comes for what is no longer wanted is ended.
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { inOrder } from "../crypto/order.ts";
import {
  type DeviceProblem,
  type DeviceTrouble,
  deviceProblem,
  isDenied,
  isGranted,
  isRefusal,
  whyLost,
} from "./errors.ts";
import { type Device, type Inputs, listInputs } from "./inputs.ts";
import { request } from "./request.ts";
import { both, type Each, each, Tracks } from "./tracks.ts";

const nothing: Inputs = { all: [], current: "" };

export class Devices {
  readonly #tracks = new Tracks({
    isWanted: (device) => this.#wanted[device].peek(),
    lose: (device, id) => this.#lose(device, id),
  });
  /** What the person wants. What is on is wanted; what is wanted and not on is being asked for. */
  readonly #wanted: Each<Signal<boolean>> = each(() => signal(false));
  readonly #problem = signal<DeviceTrouble | undefined>(undefined);
  readonly #inputs: Each<Signal<Inputs>> = each(() => signal(nothing));
  /** Chosen by the person; empty for the browser's choice. */
  readonly #chosen: Record<Device, string> = { microphone: "", camera: "" };
  /** Switched by the person since this page was opened. */
  readonly #touched = new Set<Device>();
  readonly #plugged = () => void this.#lookAround();
  #closed = false;
  /** Requests run one after the other: two at once would ask the person twice. */
  readonly #inTurn = inOrder();

  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = this.#tracks.stream;
  readonly wanted: Each<ReadonlySignal<boolean>> = this.#wanted;
  readonly microphone: ReadonlySignal<boolean> = this.#tracks.on.microphone;
  readonly camera: ReadonlySignal<boolean> = this.#tracks.on.camera;
  readonly level: ReadonlySignal<number> = this.#tracks.level;
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly version: ReadonlySignal<number> = this.#tracks.version;
  readonly problem: ReadonlySignal<DeviceTrouble | undefined> = this.#problem;
  readonly inputs: Each<ReadonlySignal<Inputs>> = this.#inputs;

  /** The track that is sent for a device, null while there is none. */
  track(device: Device): MediaStreamTrack | null {
    return this.#tracks.track(device);
  }

  /**
   * Asks for both at once, so that the browser shows one question; if that fails, for each alone,
   * so that one missing device does not cost the other.
   */
  open(want: Each<boolean>): Promise<void> {
    const devices = both.filter((device) => want[device]);
    this.#want(...devices);
    return this.#inTurn(async () => {
      const needed = devices.filter((device) => this.#lacks(device));
      if (needed.length === 2) {
        const error = await this.#request(...needed);
        if (error === undefined) return;
        // A "no" to the one question is a "no" to both, and asking again would be a nag; only if
        // one device is barred may the other still be had.
        if (isRefusal(error) && (await isDenied("camera")) === (await isDenied("microphone")))
          return this.#fail(error, "camera", "microphone");
      }
      const failed: DeviceProblem[] = [];
      for (const device of needed) {
        await this.#ask(device);
        const problem = this.#problem.peek();
        if (problem?.device === device) failed.push(problem.code);
      }
      const [code, other] = failed;
      if (code !== undefined && code === other) this.#problem.value = { code };
    });
  }

  /** Brings back what was on before a reload, except for what the person has switched since. */
  resume(was: Each<boolean>): Promise<void> {
    const again = (device: Device) => was[device] && !this.#touched.has(device);
    return this.open({ microphone: again("microphone"), camera: again("camera") });
  }

  /** Off is at once; it keeps the track and sends silence, so that on is fast, too. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#set("microphone", on);
  }

  /** Off is at once; it stops the track, so that the camera's light goes out. */
  setCamera(on: boolean): Promise<void> {
    return this.#set("camera", on);
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
      this.#tracks.end(device);
      if (!this.#lacks(device)) return this.#lookAround();
      const error = await this.#request(device);
      if (error === undefined || !this.#lacks(device)) return;
      this.#chosen[device] = before;
      if ((await this.#request(device)) !== undefined) return this.#fail(error, device);
      this.#problem.value = { code: deviceProblem(error, await isDenied(device)), device };
    });
  }

  /** Both off and their tracks ended, at once. */
  letGo(): void {
    this.#tracks.stop();
    for (const device of both) this.#off(device);
    for (const device of both) this.#tracks.end(device);
  }

  /** Lets go of everything, for good. */
  close(): void {
    this.#closed = true;
    this.letGo();
    navigator.mediaDevices?.removeEventListener("devicechange", this.#plugged);
  }

  #set(device: Device, on: boolean): Promise<void> {
    if (on) {
      this.#want(device);
      return this.#inTurn(() => this.#ask(device));
    }
    this.#off(device);
    this.#problem.value = undefined;
    return Promise.resolve();
  }

  #off(device: Device): void {
    this.#tracks.mute(device, () => {
      this.#touched.add(device);
      this.#wanted[device].value = false;
    });
  }

  #want(...devices: Device[]): void {
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

  #lacks(device: Device): boolean {
    return this.#wanted[device].peek() && !this.#tracks.on[device].peek();
  }

  async #ask(device: Device): Promise<void> {
    if (!this.#lacks(device)) return;
    const error = await this.#request(device);
    if (error !== undefined) await this.#fail(error, device);
  }

  /** Resolves to what went wrong. */
  async #request(...devices: Device[]): Promise<unknown> {
    try {
      const { stream, gone } = await request(devices, this.#chosen);
      for (const device of gone) this.#chosen[device] = "";
      this.#tracks.take(stream);
      navigator.mediaDevices.addEventListener("devicechange", this.#plugged);
      void this.#lookAround();
      const [device] = gone.filter((device) => this.#tracks.on[device].peek());
      if (device !== undefined) this.#problem.value = { code: "device-changed", device };
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #fail(error: unknown, ...devices: Device[]): Promise<void> {
    const [device] = devices.filter((device) => this.#wanted[device].peek());
    for (const device of devices) this.#wanted[device].value = false;
    // Nobody waits for it any more.
    if (device === undefined) return;
    this.#problem.value = { code: deviceProblem(error, await isDenied(device)), device };
  }

  async #lookAround(): Promise<void> {
    for (const device of both) {
      const current = this.track(device)?.getSettings().deviceId ?? this.#chosen[device];
      this.#inputs[device].value = { all: await listInputs(device), current };
    }
  }

  /**
   * Another of its kind takes over, and the person is told; but nobody is asked a question out of
   * the blue.
   */
  #lose(device: Device, lost: string): void {
    this.#tracks.end(device);
    void this.#inTurn(async () => {
      this.#chosen[device] = "";
      const [there, granted] = [await listInputs(device), await isGranted(device)];
      if (!this.#lacks(device)) return;
      const error = granted && there.length > 0 ? await this.#request(device) : undefined;
      if (error !== undefined) return this.#fail(error, device);
      if (this.#tracks.on[device].peek()) this.#problem.value = { code: "device-changed", device };
      if (!this.#lacks(device)) return;
      this.#wanted[device].value = false;
      this.#problem.value = { code: await whyLost(device, there, lost), device };
    });
  }
}
