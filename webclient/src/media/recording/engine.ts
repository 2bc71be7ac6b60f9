// Takes a call in on this device: one picture and one sound of all, or each person apart. Who is
// recorded it is told by whoever knows who has agreed; it adds nobody by itself.
import type { Content, RecordedFile } from "../../crypto/consent.ts";
import { Composer } from "./composer.ts";
import { sha256Of } from "./digest.ts";
import { Mixer } from "./mixer.ts";
import { Segment } from "./segment.ts";
import { RecordingStore } from "./store.ts";
import { type Form, formFor } from "./types.ts";

/** Somebody who is recorded, and what of them. */
export interface Source {
  readonly sid: string;
  readonly name: string;
  readonly audio: MediaStreamTrack | undefined;
  readonly video: MediaStreamTrack | undefined;
  readonly screen: MediaStreamTrack | undefined;
  readonly screenAudio: MediaStreamTrack | undefined;
}

interface EngineOptions {
  readonly what: readonly Content[];
  /** It cannot go on. */
  failed(error: unknown): void;
  /** Rejects where the server does not give it. */
  loadSeekable(): Promise<typeof import("./seekable.ts")>;
}

/** What makes a file seekable is not waited for any longer, in ms: a server may be silent. */
const patienceMs = 30_000;

interface Own {
  readonly segment: Segment;
  readonly tracks: readonly MediaStreamTrack[];
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #form: Form;
  readonly #withPicture: boolean;
  readonly #mixer: Mixer | undefined;
  #composer: Composer | undefined;
  #store: RecordingStore | undefined;
  /** Of all together. */
  #whole: Segment | undefined;
  /** Of each person apart, by sid. */
  readonly #each = new Map<string, Own>();
  readonly #closing: Promise<void>[] = [];
  /** Persons by number, in the order in which they were first recorded. */
  readonly #numbers: string[] = [];
  #files = 0;

  private constructor(options: EngineOptions, form: Form, mixer: Mixer | undefined) {
    const { what } = options;
    this.#options = options;
    this.#form = form;
    this.#mixer = mixer;
    this.#withPicture = what.includes("picture") || what.includes("screen");
  }

  /** In a press of the person: sound begins by that. Throws "unsupported" or "no-sound". */
  static async openEngine(options: EngineOptions): Promise<Engine> {
    const { what } = options;
    const withPicture = what.includes("picture") || what.includes("screen");
    const form = typeof MediaRecorder === "undefined" ? undefined : formFor(withPicture);
    if (form === undefined || navigator.storage?.getDirectory === undefined)
      throw new Error("unsupported");
    const isMixed = what.includes("sound") && !what.includes("separate");
    return new Engine(options, form, isMixed ? await Mixer.openMixer() : undefined);
  }

  /** Everybody has agreed. `draft` is what lies beside it until it is signed. */
  async beginTaking(id: string, sources: readonly Source[], draft: object): Promise<void> {
    const { what } = this.#options;
    this.#store = await RecordingStore.openStore(id);
    await this.writeText("consent.json", JSON.stringify(draft));
    if (!what.includes("separate") && (this.#mixer !== undefined || this.#withPicture)) {
      if (this.#withPicture) this.#composer = new Composer();
      await this.#updateTogether(sources);
      const tracks = [this.#composer?.track, this.#mixer?.track].filter((one) => one !== undefined);
      this.#whole = await this.#makeSegment(`recording.${this.#form.extension}`, tracks);
    } else await this.#updateEach(sources);
  }

  /** From now on these are recorded, and nobody else. */
  async update(sources: readonly Source[]): Promise<void> {
    if (this.#whole !== undefined) await this.#updateTogether(sources);
    else if (this.#store !== undefined) await this.#updateEach(sources);
  }

  async writeText(name: string, text: string): Promise<void> {
    await this.#store?.writeFile(name, text);
  }

  /** Undefined where the browser does not say. */
  async minutesLeft(): Promise<number | undefined> {
    const { quota, usage = 0 } = (await navigator.storage.estimate?.()) ?? {};
    if (quota === undefined) return undefined;
    const bytesPerMinute = (this.#withPicture ? 1_300_000 : 100_000) * (60 / 8);
    return Math.floor((quota - usage) / bytesPerMinute / Math.max(1, this.#each.size));
  }

  /** Nothing is recorded any more. `prove` gives what is to lie beside the files. */
  async finish(prove: (files: readonly RecordedFile[]) => Promise<object>): Promise<void> {
    const store = this.#store;
    for (const { segment } of this.#each.values()) this.#closing.push(segment.finish());
    await this.#whole?.finish();
    await Promise.all(this.#closing);
    this.closeAll();
    if (store === undefined) return;
    try {
      await makeSeekable(store, this.#files, this.#options.loadSeekable);
      const files = await Promise.all(
        (await store.allFiles())
          .filter(({ name }) => name !== "consent.json")
          .map(async (file) => ({
            ...{ name: file.name, size: file.size, sha256: await sha256Of(file) },
          })),
      );
      await store.writeFile("consent.json", `${JSON.stringify(await prove(files), null, 2)}\n`);
    } finally {
      store.letGo();
    }
  }

  /** What it holds of the browser is let go. */
  closeAll(): void {
    this.#composer?.closeAll();
    this.#mixer?.closeAll();
    this.#store = undefined;
  }

  async #updateTogether(sources: readonly Source[]): Promise<void> {
    this.#composer?.update(sources);
    const heard = sources.flatMap(({ audio, screenAudio }) => [audio, screenAudio]);
    this.#mixer?.update(heard.filter((one) => one !== undefined));
  }

  async #updateEach(sources: readonly Source[]): Promise<void> {
    const wanted = new Map(sources.map((one) => [one.sid, this.#tracksOf(one)]));
    for (const [sid, { segment, tracks }] of this.#each) {
      if (isSame(tracks, wanted.get(sid) ?? [])) continue;
      this.#each.delete(sid);
      this.#closing.push(segment.finish());
    }
    for (const [sid, tracks] of wanted) {
      if (tracks.length === 0 || this.#each.has(sid)) continue;
      if (!this.#numbers.includes(sid)) this.#numbers.push(sid);
      const name = `person-${this.#numbers.indexOf(sid) + 1}-${this.#files + 1}`;
      const segment = await this.#makeSegment(`${name}.${this.#form.extension}`, tracks);
      this.#each.set(sid, { segment, tracks });
    }
  }

  #tracksOf({ audio, video }: Source): MediaStreamTrack[] {
    const tracks = [audio, this.#withPicture ? video : undefined];
    return tracks.filter((one) => one !== undefined);
  }

  async #makeSegment(name: string, tracks: readonly MediaStreamTrack[]): Promise<Segment> {
    const store = this.#store;
    if (store === undefined) throw new Error("failed");
    const { type } = this.#form;
    const hasPicture = tracks.some(({ kind }) => kind === "video");
    const form = hasPicture === this.#withPicture ? this.#form : formFor(hasPicture);
    this.#files++;
    const track = await store.addTrack({ name, type: (form?.type ?? type).split(";")[0] ?? type });
    const stream = new MediaStream([...tracks]);
    return new Segment(stream, form?.type ?? type, store, track, this.#options.failed);
  }
}

const isSame = (some: readonly MediaStreamTrack[], others: readonly MediaStreamTrack[]) =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** What cannot be made so, or where the server does not give the means, stays as it was recorded. */
async function makeSeekable(
  store: RecordingStore,
  files: number,
  load: EngineOptions["loadSeekable"],
): Promise<void> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  const means = await Promise.race([load().catch(() => undefined), late]);
  if (means === undefined) return;
  for (let track = 0; track < files; track++) await store.replacePieces(track, means.makeSeekable);
}
