// One sound of many: what is recorded of all who may be heard. What is played to the person goes
// another way, so that their device can take its echo out.

/** How long a browser may take to begin, in ms. */
const patienceMs = 1_500;

export class Mixer {
  readonly #context: AudioContext;
  readonly #mixed: MediaStreamAudioDestinationNode;
  readonly #inputs = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();

  private constructor(context: AudioContext, failed: (error: unknown) => void) {
    this.#context = context;
    this.#mixed = context.createMediaStreamDestination();
    // Its output may be gone in the middle, and what is written from then on would be silence.
    context.addEventListener("statechange", async () => {
      if (context.state === "running" || context.state === "closed") return;
      await mayRun(context);
      if (!isRunning(context)) failed(new Error("no-sound"));
    });
  }

  /** Throws "no-sound" where the browser does not let sound run: without an output it may not. */
  static async openMixer(failed: (error: unknown) => void): Promise<Mixer> {
    const context = new AudioContext();
    await mayRun(context);
    if (context.state !== "running") {
      await context.close();
      throw new Error("no-sound");
    }
    return new Mixer(context, failed);
  }

  get track(): MediaStreamTrack | undefined {
    return this.#mixed.stream.getAudioTracks()[0];
  }

  /** From now on these are heard, and no others. */
  update(tracks: readonly MediaStreamTrack[]): void {
    for (const [track, input] of this.#inputs) {
      if (tracks.includes(track)) continue;
      input.disconnect();
      this.#inputs.delete(track);
    }
    for (const track of tracks) {
      if (this.#inputs.has(track)) continue;
      const input = this.#context.createMediaStreamSource(new MediaStream([track]));
      input.connect(this.#mixed);
      this.#inputs.set(track, input);
    }
  }

  closeAll(): void {
    this.update([]);
    void this.#context.close();
  }
}

/** Has it run, if it may. */
async function mayRun(context: AudioContext): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  await Promise.race([context.resume(), late]);
}

const isRunning = ({ state }: AudioContext) => state === "running" || state === "closed";
