// The files that we send to one peer (protocol, section 4.6).
import { concat, uint32 } from "../crypto/bytes.ts";
import {
  type FileOptions,
  filesViolation,
  largestChunk,
  mostOpen,
  type OwnFile,
} from "./filerules.ts";
import type { FileState } from "./state.ts";

/** How much is read at once. */
const block = 16 * largestChunk;

interface Outgoing {
  readonly id: number;
  readonly file: OwnFile;
  accepted: boolean;
  /** Handed to the channel. */
  bytes: number;
}

export class OutgoingFiles {
  readonly #options: FileOptions;
  /** Those that have not had their end. */
  readonly #open = new Map<number, Outgoing>();
  /** Accepted, in this order; they go one after the other. */
  readonly #queue: Outgoing[] = [];
  #last = 0;
  #sending = false;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#open.size === mostOpen;
  }

  /** `id` is greater than those before. */
  offerFile(id: number, file: OwnFile): void {
    this.#last = id;
    const outgoing = { id, file, accepted: false, bytes: 0 };
    this.#open.set(id, outgoing);
    const { name, size, hash } = file;
    this.#options.sendMessage({ kind: "file", id, name, size, hash });
    this.#reportProgress(outgoing, "offered");
  }

  accepted(id: number): void {
    const outgoing = this.#findOpen(id);
    if (outgoing === undefined) return;
    if (outgoing.accepted) throw filesViolation();
    outgoing.accepted = true;
    this.#reportProgress(outgoing, "running");
    this.#queue.push(outgoing);
    if (!this.#sending) void this.#sendQueue();
  }

  declined(id: number): void {
    this.#findOpen(id);
    this.#endFile(id, "declined");
  }

  received(id: number): void {
    const outgoing = this.#findOpen(id);
    if (outgoing !== undefined && outgoing.bytes < outgoing.file.size) throw filesViolation();
    this.#endFile(id, "done");
  }

  withdraw(id: number, why: FileState = "withdrawn"): void {
    if (!this.#open.has(id)) return;
    this.#options.sendMessage({ kind: "withdraw", id });
    this.#endFile(id, why);
  }

  cutOff(): void {
    for (const id of this.#open.keys()) this.#endFile(id, "cut-off");
  }

  /** Undefined if it has had its end: the two have crossed. */
  #findOpen(id: number): Outgoing | undefined {
    if (id > this.#last) throw filesViolation();
    return this.#open.get(id);
  }

  async #sendQueue(): Promise<void> {
    this.#sending = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      await this.#sendFile(next);
    this.#sending = false;
  }

  async #sendFile(outgoing: Outgoing): Promise<void> {
    const { id, file } = outgoing;
    while (outgoing.bytes < file.size && this.#open.has(id)) {
      const bytes = await this.#readBlock(outgoing);
      if (bytes.length === 0) return this.withdraw(id, "unreadable");
      for (let at = 0; at < bytes.length; at += largestChunk) {
        if (!(await this.#options.waitForSpace()) || !this.#open.has(id)) return;
        const part = bytes.subarray(at, at + largestChunk);
        this.#options.sendChunk(concat(uint32(id), part));
        outgoing.bytes += part.length;
        this.#reportProgress(outgoing, "running");
      }
    }
  }

  /** Nothing if the file was changed or moved meanwhile. */
  async #readBlock({ file, bytes }: Outgoing): Promise<Uint8Array> {
    try {
      return new Uint8Array(await file.content.slice(bytes, bytes + block).arrayBuffer());
    } catch {
      return new Uint8Array();
    }
  }

  #endFile(id: number, state: FileState): void {
    const outgoing = this.#open.get(id);
    if (outgoing === undefined) return;
    this.#open.delete(id);
    this.#reportProgress(outgoing, state);
  }

  #reportProgress({ id, file: { name, size }, bytes }: Outgoing, state: FileState): void {
    this.#options.onProgress({ own: true, id, name, size, bytes, state });
  }
}
