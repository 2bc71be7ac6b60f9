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

  get full(): boolean {
    return this.#open.size === mostOpen;
  }

  /** `id` is greater than those before. */
  offer(id: number, file: OwnFile): void {
    this.#last = id;
    const outgoing = { id, file, accepted: false, bytes: 0 };
    this.#open.set(id, outgoing);
    const { name, size, hash } = file;
    this.#options.say({ kind: "file", id, name, size, hash });
    this.#tell(outgoing, "offered");
  }

  accepted(id: number): void {
    const outgoing = this.#known(id);
    if (outgoing === undefined) return;
    if (outgoing.accepted) throw filesViolation();
    outgoing.accepted = true;
    this.#tell(outgoing, "running");
    this.#queue.push(outgoing);
    if (!this.#sending) void this.#pump();
  }

  declined(id: number): void {
    this.#known(id);
    this.#end(id, "declined");
  }

  received(id: number): void {
    const outgoing = this.#known(id);
    if (outgoing !== undefined && outgoing.bytes < outgoing.file.size) throw filesViolation();
    this.#end(id, "done");
  }

  withdraw(id: number, why: FileState = "withdrawn"): void {
    if (!this.#open.has(id)) return;
    this.#options.say({ kind: "withdraw", id });
    this.#end(id, why);
  }

  cut(): void {
    for (const id of this.#open.keys()) this.#end(id, "cut-off");
  }

  /** Undefined if it has had its end: the two have crossed. */
  #known(id: number): Outgoing | undefined {
    if (id > this.#last) throw filesViolation();
    return this.#open.get(id);
  }

  async #pump(): Promise<void> {
    this.#sending = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      await this.#send(next);
    this.#sending = false;
  }

  async #send(outgoing: Outgoing): Promise<void> {
    const { id, file } = outgoing;
    while (outgoing.bytes < file.size && this.#open.has(id)) {
      const bytes = await this.#read(outgoing);
      if (bytes.length === 0) return this.withdraw(id, "unreadable");
      for (let at = 0; at < bytes.length; at += largestChunk) {
        if (!(await this.#options.room()) || !this.#open.has(id)) return;
        const part = bytes.subarray(at, at + largestChunk);
        this.#options.send(concat(uint32(id), part));
        outgoing.bytes += part.length;
        this.#tell(outgoing, "running");
      }
    }
  }

  /** Nothing if the file was changed or moved meanwhile. */
  async #read({ file, bytes }: Outgoing): Promise<Uint8Array> {
    try {
      return new Uint8Array(await file.content.slice(bytes, bytes + block).arrayBuffer());
    } catch {
      return new Uint8Array();
    }
  }

  #end(id: number, state: FileState): void {
    const outgoing = this.#open.get(id);
    if (outgoing === undefined) return;
    this.#open.delete(id);
    this.#tell(outgoing, state);
  }

  #tell({ id, file: { name, size }, bytes }: Outgoing, state: FileState): void {
    this.#options.changed({ own: true, id, name, size, bytes, state });
  }
}
