// Where what comes of a file waits until it is whole: in memory, or, if it is large, in the private
// file system of this origin, from which nothing is to outlast the call.
import type { Bytes } from "../crypto/bytes.ts";
import { discardDirectory, ownDirectory } from "./filedirectory.ts";

export interface FileStore {
  /** One after the other. Rejects if there is no room any more. */
  write(bytes: Bytes): Promise<void>;
  /** What was written. */
  finish(): Promise<Blob>;
  /** Nothing of it stays; no harm after the end. */
  discard(): Promise<void>;
}

/** What a browser holds in memory without asking anybody. */
export const largestHeld = 100 * 2 ** 20;
/** What a disk keeps beside a file that comes. */
const spare = 256 * 2 ** 20;
// Of no type: nothing that comes from somebody else is ever shown as a page or a picture.
const untyped = "application/octet-stream";

export class MemoryStore implements FileStore {
  #parts: Bytes[] = [];

  async write(bytes: Bytes): Promise<void> {
    this.#parts.push(bytes);
  }

  async finish(): Promise<Blob> {
    const content = new Blob(this.#parts, { type: untyped });
    this.#parts = [];
    return content;
  }

  async discard(): Promise<void> {
    this.#parts = [];
  }
}

class DiskStore implements FileStore {
  readonly #directory: FileSystemDirectoryHandle;
  readonly #file: FileSystemFileHandle;
  readonly #writable: FileSystemWritableFileStream;

  constructor(
    directory: FileSystemDirectoryHandle,
    file: FileSystemFileHandle,
    writable: FileSystemWritableFileStream,
  ) {
    this.#directory = directory;
    this.#file = file;
    this.#writable = writable;
  }

  write(bytes: Bytes): Promise<void> {
    return this.#writable.write(bytes);
  }

  async finish(): Promise<Blob> {
    await this.#writable.close();
    const content = await this.#file.getFile();
    return content.slice(0, content.size, untyped);
  }

  async discard(): Promise<void> {
    await this.#writable.abort().catch(() => {}); // it may be closed
    await this.#directory.removeEntry(this.#file.name).catch(() => {}); // or all of it gone
  }
}

/** Undefined if this browser has no such room: an old one, a private window, a full disk. */
export async function openDiskStore(size: number): Promise<FileStore | undefined> {
  try {
    const { quota = 0, usage = 0 } = (await navigator.storage.estimate?.()) ?? {};
    if (quota - usage < size + spare) return undefined;
    const directory = await ownDirectory();
    const file = await directory.getFileHandle(crypto.randomUUID(), { create: true });
    return new DiskStore(directory, file, await file.createWritable());
  } catch {
    return undefined;
  }
}

/** The call is over: nothing of what came stays on the disk. */
export const discardStores = discardDirectory;
