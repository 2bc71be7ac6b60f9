// One file that is being recorded, in pieces that go to the disk as they come.
import type { RecordingStore } from "./store.ts";

/** What is lost at most when the page is killed, in ms. */
const pieceMs = 2_000;
const bitrates = { videoBitsPerSecond: 1_200_000, audioBitsPerSecond: 96_000 } as const;

export class Segment {
  readonly #recorder: MediaRecorder;
  readonly #ended: Promise<void>;
  #writing: Promise<void> = Promise.resolve();
  #pieces = 0;

  /** It begins at once. `failed` is told of the disk and of the browser, once. */
  constructor(
    stream: MediaStream,
    type: string,
    store: RecordingStore,
    track: number,
    failed: (error: unknown) => void,
  ) {
    // A fragment of MP4 begins with a whole picture: without such a limit a piece may be long in
    // coming. Browsers that do not know it ignore it.
    const keyFrames = { videoKeyFrameIntervalDuration: pieceMs };
    const options = { mimeType: type, ...bitrates, ...keyFrames } as MediaRecorderOptions;
    this.#recorder = new MediaRecorder(stream, options);
    this.#recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size === 0) return;
      const piece = this.#pieces++;
      this.#writing = this.#writing.then(() => store.addPiece(track, piece, data));
      this.#writing.catch(failed);
    });
    this.#recorder.addEventListener("error", (event) => failed((event as ErrorEvent).error));
    this.#ended = new Promise((resolve) =>
      this.#recorder.addEventListener("stop", () => resolve(), { once: true }),
    );
    this.#recorder.start(pieceMs);
  }

  /** Resolves once all of it is on the disk. */
  async finish(): Promise<void> {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    await this.#ended;
    await this.#writing.catch(() => {}); // it was told
  }
}
