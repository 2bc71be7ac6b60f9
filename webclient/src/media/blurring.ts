// Has a worker blur what is behind a person: loaded when the first person wants it. What it gives
// stands for the camera: whoever stops it lets go of the camera and of the worker.
import { type BlurFile, type BlurFiles, blurFiles } from "./blurfiles.ts";
import type { FromWorker, Parts, ToWorker } from "./blurworker.ts";

/** Told while a picture is made of what the camera sees. */
export interface Watcher {
  /** Once, and nothing more is sent: a picture could not be worked on, or the worker is silent. */
  onFailed(): void;
  /** What each picture took, in ms. */
  onPicture(busyMs: number): void;
}

export interface Blurring {
  /** Not the background alone is blurred: this browser cannot tell it from the person. */
  readonly whole: boolean;
  /** Resolves when the first picture is blurred; rejects if none is. */
  readonly track: Promise<MediaStreamTrack>;
  /** Lets go of the camera and of the worker, at once. */
  stop(): void;
}

/** The silence of a worker that is still believed in, in ms: at first, and between two pictures. */
const patienceMs = { first: 30_000, next: 2_000 };

export function startBlurring(camera: MediaStreamTrack, watcher: Watcher): Blurring {
  const whole = !hasWebGL();
  const started = new Started(camera, watcher, whole);
  return { whole, track: started.track(), stop: () => started.stop() };
}

class Started {
  readonly #camera: MediaStreamTrack;
  readonly #watcher: Watcher;
  readonly #whole: boolean;
  readonly #onDone: ((message: FromWorker) => void)[] = [];
  #worker: Worker | undefined;
  #output: MediaStreamTrack | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  /** There was a first picture. */
  #running = false;
  #reject: (error: unknown) => void = () => {};

  constructor(camera: MediaStreamTrack, watcher: Watcher, whole: boolean) {
    this.#camera = camera;
    this.#whole = whole;
    this.#watcher = watcher;
    camera.addEventListener("ended", () => {
      this.stop();
      this.#output?.dispatchEvent(new Event("ended"));
    });
  }

  async track(): Promise<MediaStreamTrack> {
    const failed = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    this.#listen(patienceMs.first);
    try {
      const output = await Promise.race([failed, this.#start()]);
      this.#running = true;
      return output;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#silence);
    this.#camera.stop();
    this.#worker?.terminate();
    if (this.#output) MediaStreamTrack.prototype.stop.call(this.#output);
    this.#reject(new Error("stopped"));
  }

  #giveUp(error: unknown): void {
    if (this.#stopped) return;
    this.#reject(error);
    this.stop();
    if (this.#running) this.#watcher.onFailed();
  }

  async #start(): Promise<MediaStreamTrack> {
    if (blurFiles === undefined) throw new TypeError("not built");
    const [parts] = await Promise.all([
      this.#whole ? undefined : fetchParts(blurFiles),
      fetchFile(blurFiles.worker),
    ]);
    if (this.#stopped) throw new Error("stopped");
    const worker = openWorker(blurFiles.worker.url);
    this.#worker = worker;
    worker.onerror = worker.onmessageerror = () => this.#giveUp(new Error("the worker failed"));
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hearWorker(data);
    await this.#askWorker(parts ?? { whole: true }, parts ? Object.values(parts) : []);
    // Less to work on; a camera that cannot gives what it has.
    const wanted = { width: { ideal: 640 }, height: { ideal: 360 } };
    await this.#camera
      .applyConstraints({ ...this.#camera.getConstraints(), ...wanted })
      .catch(nothing);
    this.#output = this.#standIn(
      await ("MediaStreamTrackGenerator" in globalThis && "MediaStreamTrackProcessor" in globalThis
        ? this.#pipeStreams()
        : this.#drawPictures()),
    );
    return this.#output;
  }

  #hearWorker(message: FromWorker): void {
    if (this.#stopped) return;
    this.#listen(message.kind === "ready" ? patienceMs.first : patienceMs.next);
    if (message.kind === "done") this.#watcher.onPicture(message.busyMs);
    this.#onDone.shift()?.(message);
  }

  /** A camera that the system holds back is silent, and so is a page that nobody sees. */
  #listen(ms: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (this.#camera.muted || document.hidden) this.#listen(ms);
      else this.#giveUp(new Error("the worker is silent"));
    }, ms);
  }

  #askWorker(message: ToWorker, transfer: Transferable[]): Promise<FromWorker> {
    this.#worker?.postMessage(message, transfer);
    return new Promise((resolve) => this.#onDone.push(resolve));
  }

  /** Chromium: the worker has the pictures from the camera, and the page sees none of them. */
  async #pipeStreams(): Promise<MediaStreamTrack> {
    const { readable } = new MediaStreamTrackProcessor({ track: this.#camera });
    const output = new MediaStreamTrackGenerator({ kind: "video" });
    const { writable } = output;
    await this.#askWorker({ readable, writable }, [readable, writable]);
    return output;
  }

  /** Elsewhere: picture by picture from a video that nobody sees onto a canvas. */
  async #drawPictures(): Promise<MediaStreamTrack> {
    const video = Object.assign(document.createElement("video"), { muted: true });
    video.playsInline = true;
    video.srcObject = new MediaStream([this.#camera]);
    await video.play();
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const blurNext = async (): Promise<void> => {
      const bitmap = await createImageBitmap(video);
      if (this.#stopped) return bitmap.close();
      const { picture } = (await this.#askWorker(bitmap, [bitmap])) as { picture?: ImageBitmap };
      if (picture === undefined) throw new TypeError("no picture");
      const { width, height } = picture;
      if (canvas.width !== width || canvas.height !== height)
        // that would empty it
        Object.assign(canvas, { width, height });
      pen?.drawImage(picture, 0, 0);
      picture.close();
    };
    await blurNext();
    const [output] = canvas.captureStream().getVideoTracks();
    if (output === undefined) throw new TypeError("a canvas without a track");
    const blurAll = async (): Promise<void> => {
      while (!this.#stopped) await blurNext();
    };
    void blurAll().catch((error) => this.#giveUp(error));
    return output;
  }

  /** Whoever holds it holds the camera. */
  #standIn(output: MediaStreamTrack): MediaStreamTrack {
    const own = output.getSettings.bind(output);
    const { deviceId, facingMode } = this.#camera.getSettings();
    return Object.assign(output, {
      stop: () => this.stop(),
      getSettings: () => ({ ...own(), deviceId, ...(facingMode && { facingMode }) }),
    });
  }
}

const nothing = () => {};

function hasWebGL(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

async function fetchParts({ wasm, model, graph }: BlurFiles): Promise<Parts> {
  const [one, two, three] = await Promise.all([wasm, model, graph].map(fetchBytes));
  if (!one || !two || !three) throw new TypeError("a part is missing");
  return { wasm: one, model: two, graph: three };
}

async function fetchBytes(file: BlurFile): Promise<ArrayBuffer> {
  return await (await fetchFile(file)).arrayBuffer();
}

/** As it was built, or not at all. */
async function fetchFile({ url, integrity }: BlurFile): Promise<Response> {
  const answer = await fetch(url, { integrity });
  if (!answer.ok) throw new Error(`${url} is not there`);
  return answer;
}

let policy: { createScriptURL(url: string): string } | undefined;

/** The only worker that there is: the page's policies let nothing else make one. */
function openWorker(url: string): Worker {
  const rules = {
    createScriptURL: (wanted: string) => {
      if (wanted !== blurFiles?.worker.url) throw new TypeError("not this worker");
      return wanted;
    },
  };
  policy ??= globalThis.trustedTypes?.createPolicy("einmal-worker", rules) ?? rules;
  return new Worker(policy.createScriptURL(url));
}

declare global {
  // Not yet in TypeScript's DOM.
  var trustedTypes:
    | { createPolicy(name: string, rules: NonNullable<typeof policy>): NonNullable<typeof policy> }
    | undefined;
  class MediaStreamTrackProcessor {
    constructor(options: { track: MediaStreamTrack });
    readonly readable: ReadableStream<VideoFrame>;
  }
  class MediaStreamTrackGenerator extends MediaStreamTrack {
    constructor(options: { kind: "video" });
    readonly writable: WritableStream<VideoFrame>;
  }
}
