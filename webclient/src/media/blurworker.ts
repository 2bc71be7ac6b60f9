// Blurs what is behind a person, picture by picture, in a worker of its own: finds the person with
// the library above it in the same script (segmenter.ts), and puts them in front of a blurred
// picture. The worker may load nothing and talk to nobody but its page.
//
// What goes out of here is blurred: a picture for which no person was found is blurred as a whole,
// and one that cannot be worked on ends the worker.

/** Of what comes out, at most. */
export const most = { width: 640, height: 360, rate: 15 };

/** What the library looks at, whatever the picture's size. */
const looked = { width: 256, height: 144 };

export interface Parts {
  readonly wasm: ArrayBuffer;
  readonly model: ArrayBuffer;
  readonly graph: ArrayBuffer;
}

/** Where the browser has streams of pictures: from the camera, and to those who see it. */
export interface Streams {
  readonly readable: ReadableStream<VideoFrame>;
  readonly writable: WritableStream<VideoFrame>;
}

/** Where there is no WebGL, which the library needs: the whole picture is blurred. */
export interface Whole {
  readonly whole: true;
}

/** First the parts, then streams or one picture after the other, each when the one before is answered. */
export type ToWorker = Parts | Whole | Streams | ImageBitmap;

/** `picture` only where one came as such; `busyMs` is what it took. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly busyMs: number; readonly picture?: ImageBitmap };

interface Library {
  setOptions(options: { modelSelection: 1; useCpuInference: true }): void;
  onResults(told: (found: { image: ImageBitmap; segmentationMask: ImageBitmap }) => void): void;
  initialize(): Promise<void>;
  send(input: { image: OffscreenCanvas }): Promise<void>;
  /** Its inside: this version forgets in a worker to keep what it draws with. */
  readonly h: { readonly m: OffscreenCanvas; K: unknown };
}

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  close(): void;
  SelfieSegmentation: new (options: { locateFile: (name: string) => string }) => Library;
}

export function serveBlurring(scope: WorkerScope): void {
  let blurrer: Blurrer | undefined;
  const answer = async (message: ToWorker) => {
    if ("wasm" in message || "whole" in message) {
      blurrer = new Blurrer("wasm" in message ? await startLibrary(scope, message) : undefined);
      scope.postMessage({ kind: "ready" });
    } else if (blurrer === undefined) throw new TypeError("a picture before the parts");
    else if ("readable" in message) await pipeStreams(scope, blurrer, message);
    else {
      const start = performance.now();
      await blurrer.draw(message, message.width, message.height);
      message.close();
      const picture = blurrer.canvas.transferToImageBitmap();
      const busyMs = performance.now() - start;
      await new Promise((resolve) => setTimeout(resolve, 1000 / most.rate - busyMs));
      scope.postMessage({ kind: "done", busyMs, picture }, [picture]);
    }
  };
  // Uncaught it reaches the page as an error, and nothing more comes.
  scope.onmessage = ({ data }) =>
    void answer(data).catch((error) =>
      setTimeout(() => {
        scope.close();
        throw error;
      }),
    );
}

/** Gives the library what it would ask a server for. */
async function startLibrary(scope: WorkerScope, parts: Parts): Promise<Library> {
  const held: Record<string, ArrayBuffer> = {
    "selfie_segmentation.binarypb": parts.graph,
    "selfie_segmentation_landscape.tflite": parts.model,
  };
  const locateFile = (name: string) => name;
  Object.assign(scope, {
    importScripts: () => {}, // they stand above
    fetch: async (name: string) => new Response(held[name]),
    Module: {
      wasmBinary: new Uint8Array(parts.wasm),
      locateFile,
      print: saysNothing,
      printErr: saysNothing,
    },
  });
  const library = new scope.SelfieSegmentation({ locateFile });
  library.setOptions({ modelSelection: 1, useCpuInference: true });
  await library.initialize();
  const { h: inside } = library;
  inside.K = inside.m.getContext("webgl") ?? inside.m.getContext("webgl2");
  return library;
}

const saysNothing = () => {};

/** One after the other; those in between are left out. Ends with the camera. */
async function pipeStreams(scope: WorkerScope, blurrer: Blurrer, streams: Streams): Promise<void> {
  const reader = streams.readable.getReader();
  const writer = streams.writable.getWriter();
  let next = 0;
  for (;;) {
    const { value: frame } = await reader.read();
    if (frame === undefined) return;
    const start = performance.now();
    if (start < next) {
      frame.close();
      continue;
    }
    next = Math.max(next + 1000 / most.rate, start);
    const { timestamp } = frame;
    await blurrer.draw(frame, frame.displayWidth, frame.displayHeight);
    frame.close();
    await writer.write(new VideoFrame(blurrer.canvas, { timestamp }));
    scope.postMessage({ kind: "done", busyMs: performance.now() - start });
  }
}

export class Blurrer {
  readonly #library: Library | undefined;
  readonly #small = contextOf(looked.width, looked.height, true);
  readonly #person = contextOf(1, 1);
  readonly #out = contextOf(1, 1);
  /** Each half as large as the one before. */
  readonly #halves = Array.from({ length: 5 }, () => contextOf(1, 1));
  #mask: ImageData | undefined;

  constructor(library: Library | undefined) {
    this.#library = library;
    library?.onResults(({ image, segmentationMask }) => {
      this.#small.clearRect(0, 0, looked.width, looked.height);
      this.#small.drawImage(segmentationMask, 0, 0, looked.width, looked.height);
      this.#mask = this.#small.getImageData(0, 0, looked.width, looked.height);
      image.close();
      segmentationMask.close();
    });
  }

  get canvas(): OffscreenCanvas {
    return this.#out.canvas;
  }

  async draw(picture: CanvasImageSource, width: number, height: number): Promise<void> {
    const scale = Math.min(1, most.height / Math.min(width, height));
    const size = [Math.round(width * scale), Math.round(height * scale)] as const;
    if (this.#library === undefined) return this.#blur(picture, ...size);
    this.#small.drawImage(picture, 0, 0, looked.width, looked.height);
    this.#mask = undefined;
    await this.#library.send({ image: this.#small.canvas });
    const mask = this.#mask as ImageData | undefined;
    if (mask === undefined) throw new Error("nothing was found out about a picture");
    this.#blur(picture, ...size);
    if (maskOf(mask.data)) this.#putInFront(picture, mask, ...size);
  }

  /** Halves it again and again, which leaves nothing of what is small, and makes it large again. */
  #blur(picture: CanvasImageSource, width: number, height: number): void {
    let from: CanvasImageSource = picture;
    this.#halves.forEach((pen, i) => {
      const part = 2 ** (i + 1);
      resize(pen, Math.ceil(width / part), Math.ceil(height / part));
      pen.drawImage(from, 0, 0, pen.canvas.width, pen.canvas.height);
      from = pen.canvas;
    });
    for (const pen of this.#halves.slice(0, -1).reverse()) {
      pen.drawImage(from, 0, 0, pen.canvas.width, pen.canvas.height);
      from = pen.canvas;
    }
    resize(this.#out, width, height);
    this.#out.drawImage(from, 0, 0, width, height);
  }

  #putInFront(picture: CanvasImageSource, mask: ImageData, width: number, height: number): void {
    this.#small.putImageData(mask, 0, 0);
    resize(this.#person, width, height);
    this.#person.globalCompositeOperation = "copy";
    this.#person.drawImage(this.#small.canvas, 0, 0, width, height);
    this.#person.globalCompositeOperation = "source-in";
    this.#person.drawImage(picture, 0, 0, width, height);
    this.#out.drawImage(this.#person.canvas, 0, 0);
  }
}

/**
 * Makes of how sure the library is (0 to 255, in red, or in alpha where it has one) how much of each pixel is seen. False if there
 * is no person, or nothing but one: so sure it is only where something is wrong.
 */
export function maskOf(pixels: Uint8ClampedArray): boolean {
  let seen = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const sure = Math.min(pixels[i] ?? 0, pixels[i + 3] ?? 0);
    // What is in doubt belongs to the room.
    const alpha = Math.max(0, Math.min(255, (sure - 128) * 4));
    pixels[i + 3] = alpha;
    if (alpha > 0) seen++;
  }
  const share = (4 * seen) / pixels.length;
  return share > 0 && share < 0.95;
}

function contextOf(width: number, height: number, read = false): OffscreenCanvasRenderingContext2D {
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: read });
  if (pen === null) throw new TypeError("no canvas");
  return pen;
}

function resize({ canvas }: OffscreenCanvasRenderingContext2D, width: number, height: number) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
