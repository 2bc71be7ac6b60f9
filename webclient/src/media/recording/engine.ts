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
  /** How much of the last step is done, from 0 to 1. */
  progress(share: number): void;
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
  /** What is wanted of each person apart, by sid. */
  #wanted: ReadonlyMap<string, readonly MediaStreamTrack[]> = new Map();
  #takingIn: Promise<void> = Promise.resolve();
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
    return new Engine(options, form, isMixed ? await Mixer.openMixer(options.failed) : undefined);
  }

  /** Everybody has agreed. `draft` is what lies beside it until it is signed. */
  async beginTaking(id: string, sources: readonly Source[], draft: object): Promise<void> {
    const { what } = this.#options;
    this.#store = await RecordingStore.openStore(id);
    await this.writeText("consent.json", JSON.stringify(draft));
    if (!what.includes("separate") && (this.#mixer !== undefined || this.#withPicture)) {
      if (this.#withPicture) this.#composer = new Composer();
      this.#updateTogether(sources);
      const tracks = [this.#composer?.track, this.#mixer?.track].filter((one) => one !== undefined);
      this.#whole = await this.#makeSegment(`recording.${this.#form.extension}`, tracks);
    } else {
      this.#updateEach(sources);
      await this.#takingIn;
    }
  }

  /** From now on these are recorded, and nobody else: who is not among them is let go at once. */
  update(sources: readonly Source[]): void {
    if (this.#whole !== undefined) this.#updateTogether(sources);
    else if (this.#store !== undefined) this.#updateEach(sources);
  }

  async writeText(name: string, text: string): Promise<void> {
    await this.#store?.writeFile(name, text);
  }

  /** Undefined where the browser does not say. */
  async minutesLeft(): Promise<number | undefined> {
    const { quota, usage = 0 } = (await navigator.storage.estimate?.().catch(() => {})) ?? {};
    if (quota === undefined) return undefined;
    const bytesPerMinute = (this.#withPicture ? 1_300_000 : 100_000) * (60 / 8);
    return Math.floor((quota - usage) / bytesPerMinute / Math.max(1, this.#each.size));
  }

  /** Nothing is recorded any more. `prove` gives what is to lie beside the files. */
  async finish(prove: (files: readonly RecordedFile[]) => Promise<object>): Promise<void> {
    const store = this.#store;
    await this.#endAll();
    if (store === undefined) return;
    try {
      const { loadSeekable, progress } = this.#options;
      await makeSeekable(store, this.#files, loadSeekable, (share) => progress(share / 2));
      const files = await hashAll(await store.allFiles(), (share) => progress(0.5 + share / 2));
      await store.writeFile("consent.json", `${JSON.stringify(await prove(files), null, 2)}\n`);
    } finally {
      store.letGo();
    }
  }

  /** Nothing is recorded any more, and nothing is made of it. */
  async abandon(): Promise<void> {
    const store = this.#store;
    await this.#endAll();
    store?.letGo();
  }

  async #endAll(): Promise<void> {
    this.#updateEach([]);
    await this.#takingIn;
    await this.#whole?.finish();
    await Promise.all(this.#closing);
    this.closeAll();
  }

  /** What it holds of the browser is let go. */
  closeAll(): void {
    this.#composer?.closeAll();
    this.#mixer?.closeAll();
    this.#store = undefined;
  }

  #updateTogether(sources: readonly Source[]): void {
    this.#composer?.update(sources);
    const heard = sources.flatMap(({ audio, screenAudio }) => [audio, screenAudio]);
    this.#mixer?.update(heard.filter((one) => one !== undefined));
  }

  #updateEach(sources: readonly Source[]): void {
    this.#wanted = new Map(sources.map((one) => [one.sid, this.#tracksOf(one)]));
    this.#letGo();
    // A file is made on the disk first, so one after the other: nobody gets two.
    this.#takingIn = this.#takingIn.then(() => this.#takeIn()).catch(this.#options.failed);
  }

  #letGo(): void {
    for (const [sid, { segment, tracks }] of this.#each) {
      if (isSame(tracks, this.#wanted.get(sid) ?? [])) continue;
      this.#each.delete(sid);
      this.#closing.push(segment.finish());
    }
  }

  async #takeIn(): Promise<void> {
    for (const [sid, tracks] of this.#wanted) {
      if (tracks.length === 0 || this.#each.has(sid)) continue;
      if (this.#wanted.get(sid) !== tracks) continue; // meanwhile
      if (!this.#numbers.includes(sid)) this.#numbers.push(sid);
      const name = `person-${this.#numbers.indexOf(sid) + 1}-${this.#files + 1}`;
      const form = this.#formOf(tracks);
      const segment = await this.#makeSegment(`${name}.${form.extension}`, tracks);
      this.#each.set(sid, { segment, tracks });
      this.#letGo(); // it may be unwanted by now
    }
  }

  #tracksOf({ audio, video }: Source): MediaStreamTrack[] {
    const tracks = [audio, this.#withPicture ? video : undefined];
    return tracks.filter((one) => one !== undefined);
  }

  async #makeSegment(name: string, tracks: readonly MediaStreamTrack[]): Promise<Segment> {
    const store = this.#store;
    if (store === undefined) throw new Error("failed");
    const { type } = this.#formOf(tracks);
    this.#files++;
    const track = await store.addTrack({ name, type: type.split(";")[0] ?? type });
    const stream = new MediaStream([...tracks]);
    return new Segment(stream, type, store, track, this.#options.failed);
  }

  #formOf(tracks: readonly MediaStreamTrack[]): Form {
    const hasPicture = tracks.some(({ kind }) => kind === "video");
    return (hasPicture === this.#withPicture ? undefined : formFor(hasPicture)) ?? this.#form;
  }
}

const isSame = (some: readonly MediaStreamTrack[], others: readonly MediaStreamTrack[]) =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** What cannot be made so, or where the server does not give the means, stays as it was recorded. */
async function makeSeekable(
  store: RecordingStore,
  files: number,
  load: EngineOptions["loadSeekable"],
  progress: (share: number) => void,
): Promise<void> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  const means = await Promise.race([load().catch(() => undefined), late]);
  if (means === undefined) return;
  for (let track = 0; track < files; track++)
    await store.replacePieces(track, (from, to) =>
      means.makeSeekable(from, to, (share) => progress((track + share) / files)),
    );
}

async function hashAll(
  all: readonly File[],
  progress: (share: number) => void,
): Promise<RecordedFile[]> {
  const files = all.filter(({ name }) => name !== "consent.json");
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const hashed: RecordedFile[] = [];
  for (const file of files) {
    const { name, size } = file;
    const sha256 = await sha256Of(file, (bytes) => {
      done += bytes;
      progress(done / total);
    });
    hashed.push({ name, size, sha256 });
  }
  return hashed;
}
