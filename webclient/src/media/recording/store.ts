// Where a recording lies while it grows and until it is saved: in the private file system of this
// origin, in pieces that are each closed, so that whatever ends the page leaves all but the last.
import { directoryName, recordingsDirectory } from "./flag.ts";

/** One of the files that come of it. */
export interface TrackInfo {
  readonly name: string;
  readonly type: string;
}

const lockOf = (id: string) => `einmal-recording-${id}`;

export class RecordingStore {
  readonly id: string;
  readonly #directory: FileSystemDirectoryHandle;
  readonly #release: () => void;
  readonly #tracks: TrackInfo[] = [];

  private constructor(id: string, directory: FileSystemDirectoryHandle, release: () => void) {
    this.id = id;
    this.#directory = directory;
    this.#release = release;
  }

  /** Throws where a browser has no such room. */
  static async openStore(id: string): Promise<RecordingStore> {
    const root = await recordingsDirectory(true);
    const release = await new Promise<() => void>((resolve, reject) => {
      const untilReleased = () => new Promise<void>((done) => resolve(done));
      navigator.locks.request(lockOf(id), untilReleased).catch(reject);
    });
    return new RecordingStore(id, await root.getDirectoryHandle(id, { create: true }), release);
  }

  /** In the place of what it was. */
  async writeFile(name: string, content: string | Blob): Promise<void> {
    const file = await this.#directory.getFileHandle(name, { create: true });
    const writable = await file.createWritable();
    await writable.write(content);
    await writable.close();
  }

  /** Gives the number of a new file. */
  async addTrack(track: TrackInfo): Promise<number> {
    const place = this.#tracks.push(track) - 1;
    await this.writeFile("tracks.json", JSON.stringify(this.#tracks));
    return place;
  }

  async addPiece(track: number, piece: number, content: Blob): Promise<void> {
    await this.writeFile(pieceName(track, piece), content);
  }

  /** Has `make` write a file in the place of the pieces of it; false if that fails. */
  async replacePieces(
    track: number,
    make: (from: Blob, to: FileSystemWritableFileStream) => Promise<void>,
  ): Promise<boolean> {
    const { name = "", type = "" } = this.#tracks[track] ?? {};
    try {
      const from = await wholeOf(this.#directory, track, type);
      const file = await this.#directory.getFileHandle(name, { create: true });
      await make(from, await file.createWritable());
      await removePieces(this.#directory, track);
      return true;
    } catch {
      await this.#directory.removeEntry(name).catch(() => {});
      return false;
    }
  }

  allFiles(): Promise<File[]> {
    return filesIn(this.#directory);
  }

  letGo(): void {
    this.#release();
  }
}

const digits = 6;
const pieceName = (track: number, piece: number) =>
  `piece-${track}-${String(piece).padStart(digits, "0")}`;

async function namesIn(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of directory.keys()) names.push(name);
  return names.sort();
}

const isPieceOf = (track: number) => (name: string) => name.startsWith(`piece-${track}-`);

async function wholeOf(
  directory: FileSystemDirectoryHandle,
  track: number,
  type: string,
): Promise<Blob> {
  const names = (await namesIn(directory)).filter(isPieceOf(track));
  const handles = await Promise.all(names.map((name) => directory.getFileHandle(name)));
  return new Blob(await Promise.all(handles.map((handle) => handle.getFile())), { type });
}

async function removePieces(directory: FileSystemDirectoryHandle, track: number): Promise<void> {
  for (const name of (await namesIn(directory)).filter(isPieceOf(track)))
    await directory.removeEntry(name);
}

async function textOf(directory: FileSystemDirectoryHandle, name: string): Promise<string> {
  const file = await (await directory.getFileHandle(name)).getFile();
  return file.text();
}

/** All that is to be saved of it; what is still in pieces is put together. */
async function filesIn(directory: FileSystemDirectoryHandle): Promise<File[]> {
  const names = await namesIn(directory);
  const tracks: TrackInfo[] = names.includes("tracks.json")
    ? JSON.parse(await textOf(directory, "tracks.json"))
    : [];
  const files: File[] = [];
  for (const [place, { name, type }] of tracks.entries()) {
    const content = names.includes(name)
      ? await (await directory.getFileHandle(name)).getFile()
      : await wholeOf(directory, place, type);
    if (content.size > 0) files.push(new File([content], name, { type }));
  }
  for (const name of ["chat.txt", "consent.json"])
    if (names.includes(name)) files.push(await (await directory.getFileHandle(name)).getFile());
  return files;
}

/** A recording that lies on this device. */
export interface KeptRecording {
  readonly id: string;
  /** When it began. */
  readonly began: Date;
  /** The page was gone before it ended, so nobody has signed it. */
  readonly unfinished: boolean;
  readonly files: readonly File[];
}

/** Those that nobody is making at this moment, the newest first. */
export async function keptRecordings(): Promise<KeptRecording[]> {
  const kept: KeptRecording[] = [];
  try {
    const root = await recordingsDirectory();
    const { held = [] } = await navigator.locks.query();
    for (const id of await namesIn(root)) {
      if (held.some(({ name }) => name === lockOf(id))) continue;
      const one = await keptIn(id, await root.getDirectoryHandle(id));
      if (one.files.length > 0) kept.push(one);
    }
  } catch {
    // A browser without such a directory has nothing in it.
  }
  return kept.sort((a, b) => b.began.getTime() - a.began.getTime());
}

/** One that was cut off at its beginning may say nothing of itself, and hides no other. */
async function keptIn(id: string, directory: FileSystemDirectoryHandle): Promise<KeptRecording> {
  const files = await filesIn(directory);
  const { signature, began = files[0]?.lastModified } = await textOf(directory, "consent.json")
    .then(JSON.parse)
    .catch(() => ({}));
  return { id, began: new Date(began), unfinished: signature === undefined, files };
}

export async function deleteRecording(id: string): Promise<void> {
  const root = await recordingsDirectory();
  await root.removeEntry(id, { recursive: true });
  if ((await namesIn(root)).length === 0) await forgetRecordings();
}

/** How often it is tried, and the pause between, in ms: a file that is being written stays. */
const [tries, triesMs] = [20, 250];

/** Everything that was recorded here is gone. Throws if something stays, which the page then says. */
export async function forgetRecordings(): Promise<void> {
  const top = await navigator.storage.getDirectory();
  for (let left = tries; ; left--)
    try {
      return await top.removeEntry(directoryName, { recursive: true });
    } catch (error) {
      if ((error as Error).name === "NotFoundError") return; // there is none
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, triesMs));
    }
}
