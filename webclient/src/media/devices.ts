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
import { watchLevel } from "./level.ts";
import { request } from "./request.ts";

const nothing: Inputs = { all: [], current: "" };
const both = ["microphone", "camera"] as const;

type Each<T> = Readonly<Record<Device, T>>;
const each = <T>(make: () => T): Each<T> => ({ microphone: make(), camera: make() });
const deviceOf = ({ kind }: MediaStreamTrack): Device =>
  kind === "audio" ? "microphone" : "camera";

export class Devices {
  /** Holds at most one audio and one video track; the same object throughout. */
  readonly stream = new MediaStream();
  /** What the person wants. What is on is wanted; what is wanted and not on is being asked for. */
  readonly #wanted: Each<Signal<boolean>> = each(() => signal(false));
  readonly #on: Each<Signal<boolean>> = each(() => signal(false));
  readonly #problem = signal<DeviceTrouble | undefined>(undefined);
  readonly #level = signal(0);
  /** Counts track changes, so that whoever sends the tracks can follow. */
  readonly #version = signal(0);
  readonly #inputs: Each<Signal<Inputs>> = each(() => signal(nothing));
  /** Chosen by the person; empty for the browser's choice. */
  readonly #chosen: Record<Device, string> = { microphone: "", camera: "" };
  /** Every track that the browser ever gave and that may be live. */
  readonly #given: Each<Set<MediaStreamTrack>> = each(() => new Set());
  /** Switched by the person since this page was opened. */
  readonly #touched = new Set<Device>();
  readonly #plugged = () => void this.#lookAround();
  #stopLevel: (() => void) | undefined;
  #closed = false;
  /** Requests run one after the other: two at once would ask the person twice. */
  readonly #inTurn = inOrder();

  get wanted(): Each<ReadonlySignal<boolean>> {
    return this.#wanted;
  }
  get microphone(): ReadonlySignal<boolean> {
    return this.#on.microphone;
  }
  get camera(): ReadonlySignal<boolean> {
    return this.#on.camera;
  }
  get problem(): ReadonlySignal<DeviceTrouble | undefined> {
    return this.#problem;
  }
  get level(): ReadonlySignal<number> {
    return this.#level;
  }
  get version(): ReadonlySignal<number> {
    return this.#version;
  }
  get inputs(): Each<ReadonlySignal<Inputs>> {
    return this.#inputs;
  }

  /** The track that is sent for a device, null while there is none. */
  track(device: Device): MediaStreamTrack | null {
    const tracks =
      device === "microphone" ? this.stream.getAudioTracks() : this.stream.getVideoTracks();
    return tracks[0] ?? null;
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
      this.#end(device);
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
    for (const device of both) for (const track of this.#given[device]) track.stop();
    for (const device of both) this.#off(device);
    for (const device of both) this.#end(device);
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

  /** The tracks first: what hears of it may do anything. */
  #off(device: Device): void {
    const held = device === "microphone" && this.track(device);
    for (const track of this.#given[device]) {
      track.enabled = false;
      if (track !== held) track.stop();
    }
    batch(() => {
      this.#touched.add(device);
      this.#wanted[device].value = false;
      this.#on[device].value = false;
      if (!held) this.#end(device);
    });
  }

  #want(...devices: Device[]): void {
    if (this.#closed) return;
    batch(() => {
      this.#problem.value = undefined;
      for (const device of devices) {
        this.#touched.add(device);
        this.#wanted[device].value = true;
        const track = this.track(device);
        if (track?.readyState !== "live") continue;
        track.enabled = true;
        this.#on[device].value = true;
      }
    });
  }

  #lacks(device: Device): boolean {
    return this.#wanted[device].peek() && !this.#on[device].peek();
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
      this.#take(stream);
      const [device] = gone.filter((device) => this.#on[device].peek());
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

  /** Either everybody who follows has it, or nobody. */
  #take(stream: MediaStream): void {
    const tracks = stream.getTracks();
    for (const track of tracks) this.#given[deviceOf(track)].add(track);
    try {
      batch(() => {
        for (const track of tracks) this.#add(deviceOf(track), track);
        this.#version.value++;
      });
    } catch (error) {
      for (const track of tracks) track.stop();
      for (const track of tracks) this.#end(deviceOf(track));
      throw error;
    }
    this.#adorn();
  }

  #add(device: Device, track: MediaStreamTrack): void {
    // Switched off while the browser was asking, or the person has left.
    if (!this.#wanted[device].peek()) {
      track.stop();
      this.#given[device].delete(track);
      return;
    }
    for (const other of this.#given[device]) if (other !== track) other.stop();
    const before = this.track(device);
    if (before !== null) this.stream.removeTrack(before);
    this.stream.addTrack(track);
    const { deviceId = "" } = track.getSettings(); // Firefox no longer tells once it has ended
    // Unplugged, or permission withdrawn.
    track.addEventListener(
      "ended",
      () => this.track(device) === track && this.#lose(device, deviceId),
    );
    this.#on[device].value = true;
  }

  /** What is nice to have: all of it may fail. */
  #adorn(): void {
    const track = this.track("microphone");
    this.#stopLevel?.();
    this.#stopLevel =
      track === null ? undefined : watchLevel(track, (level) => (this.#level.value = level));
    navigator.mediaDevices.addEventListener("devicechange", this.#plugged);
    void this.#lookAround();
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
    this.#end(device);
    void this.#inTurn(async () => {
      this.#chosen[device] = "";
      const [there, granted] = [await listInputs(device), await isGranted(device)];
      if (!this.#lacks(device)) return;
      const error = granted && there.length > 0 ? await this.#request(device) : undefined;
      if (error !== undefined) return this.#fail(error, device);
      if (this.#on[device].peek()) this.#problem.value = { code: "device-changed", device };
      if (!this.#lacks(device)) return;
      this.#wanted[device].value = false;
      this.#problem.value = { code: await whyLost(device, there, lost), device };
    });
  }

  /** Ends the tracks of a device; whether it is wanted is another question. */
  #end(device: Device): void {
    for (const track of this.#given[device]) track.stop();
    this.#given[device].clear();
    const track = this.track(device);
    if (track === null) return;
    this.stream.removeTrack(track);
    batch(() => {
      this.#on[device].value = false;
      if (device === "microphone") this.#level.value = 0;
      this.#version.value++;
    });
    if (device === "microphone") this.#stopLevel?.();
  }
}
