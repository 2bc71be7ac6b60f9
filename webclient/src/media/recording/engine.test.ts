// The recorder of the browser and its file system stand for themselves here; what they hold is real.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Engine, type Source } from "./engine.ts";

/** A file system in memory, each change of which takes a turn. */
class Folder {
  readonly kind = "directory";
  readonly inside = new Map<string, Folder | Page>();

  async getDirectoryHandle(name: string) {
    return this.#open(name, () => new Folder());
  }
  async getFileHandle(name: string) {
    return this.#open(name, () => new Page(name));
  }
  async removeEntry(name: string) {
    this.inside.delete(name);
  }
  async *keys() {
    yield* this.inside.keys();
  }
  #open(name: string, make: () => Folder | Page) {
    const found = this.inside.get(name) ?? make();
    this.inside.set(name, found);
    return found;
  }
}
class Page {
  content: BlobPart[] = [];
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  async createWritable() {
    const written: BlobPart[] = [];
    await new Promise((resolve) => setTimeout(resolve));
    return {
      write: async (part: BlobPart) => written.push(part),
      close: async () => {
        this.content = written;
      },
    };
  }
  async getFile() {
    return new File(this.content, this.name);
  }
}

interface Made {
  readonly tracks: readonly unknown[];
  state: string;
}
let made: Made[];
let top: Folder;
const failed = vi.fn();
const progress = vi.fn();

beforeEach(() => {
  made = [];
  top = new Folder();
  failed.mockClear();
  progress.mockClear();
  vi.stubGlobal(
    "MediaRecorder",
    class extends EventTarget implements Made {
      static isTypeSupported = () => true;
      state = "recording";
      readonly tracks: readonly unknown[];
      constructor(stream: { readonly tracks: readonly unknown[] }) {
        super();
        this.tracks = stream.tracks;
        made.push(this);
      }
      start() {}
      stop() {
        this.state = "inactive";
        const data = new Blob(["sound"]);
        this.dispatchEvent(Object.assign(new Event("dataavailable"), { data }));
        this.dispatchEvent(new Event("stop"));
      }
    },
  );
  vi.stubGlobal(
    "MediaStream",
    class {
      readonly tracks: readonly unknown[];
      constructor(tracks: readonly unknown[]) {
        this.tracks = tracks;
      }
    },
  );
  vi.stubGlobal("localStorage", { setItem() {}, removeItem() {} });
  const locks = { request: async (_: string, hold: () => Promise<void>) => hold() };
  vi.stubGlobal("navigator", { storage: { getDirectory: async () => top }, locks });
});
afterEach(() => vi.unstubAllGlobals());

const track = (id: string) => ({ id, kind: "audio" }) as MediaStreamTrack;
const source = (sid: string, audio: MediaStreamTrack): Source => ({
  ...{ sid, name: sid, audio, video: undefined, screen: undefined, screenAudio: undefined },
});
const anna = source("anna", track("a"));
const ben = source("ben", track("b"));

async function begin(sources: readonly Source[]): Promise<Engine> {
  const loadSeekable = () => Promise.reject(new Error("the server is gone"));
  const what = ["sound", "separate"] as const;
  const engine = await Engine.openEngine({ what, failed, progress, loadSeekable });
  await engine.beginTaking("id", sources, {});
  return engine;
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const running = () => made.filter(({ state }) => state === "recording").length;

it("gives each person one file, however often it is told of them at a time", async () => {
  const engine = await begin([anna]);
  engine.update([anna, ben]);
  engine.update([anna, ben]);
  await settle();
  expect([made.length, running()]).toEqual([2, 2]);
});

it("lets go at once of who is no longer recorded, also of who is being taken in", async () => {
  const engine = await begin([anna, ben]);
  engine.update([ben]);
  expect(running()).toBe(1);
  engine.update([anna, ben]);
  for (let turn = 0; turn < 5; turn++) await Promise.resolve(); // the file of it is being made
  engine.update([ben]);
  await settle();
  expect(running()).toBe(1);
});

it("ends each file, says how far the last step is, and names all in the proof", async () => {
  const engine = await begin([anna, ben]);
  const prove = vi.fn(async (files: readonly object[]) => ({ files }));
  await engine.finish(prove);
  expect(running()).toBe(0);
  expect(prove.mock.calls[0]?.[0]).toMatchObject([
    { name: "person-1-1.m4a", size: 5 },
    { name: "person-2-2.m4a", size: 5 },
  ]);
  expect(progress.mock.calls.flat()).toEqual([0.75, 1]);
  expect(failed).not.toHaveBeenCalled();
});
