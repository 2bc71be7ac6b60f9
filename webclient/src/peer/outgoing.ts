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
  /** Of them were handed to any channel: so much the peer may have. */
  reached: number;
}

export class OutgoingFiles {
  readonly #options: FileOptions;
  /** Those that have not had their end. */
  readonly #open = new Map<number, Outgoing>();
  /** Accepted, in this order; they go one after the other. */
  #queue: Outgoing[] = [];
  #last = 0;
  /** Who sends at the moment; whoever waits for a connection that is no more never comes back. */
  #sending: object | undefined;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#open.size === mostOpen;
  }

  /** `id` is greater than those before. */
  offerFile(id: number, file: OwnFile): void {
    this.#last = id;
    const outgoing = { id, file, accepted: false, bytes: 0, reached: 0 };
    this.#open.set(id, outgoing);
    this.#sendOffer(outgoing);
    this.#reportProgress(outgoing, "offered");
  }

  /** `at`: the peer has so many bytes from an earlier connection. */
  accepted(id: number, at = 0): void {
    const outgoing = this.#findOpen(id);
    if (outgoing === undefined) return;
    const { file, reached } = outgoing;
    if (outgoing.accepted || at > reached || at >= file.size) throw filesViolation();
    outgoing.accepted = true;
    outgoing.bytes = at;
    this.#reportProgress(outgoing, "running");
    this.#queue.push(outgoing);
    if (this.#sending === undefined) void this.#sendQueue();
  }

  /** What was under way on the connection is lost. */
  suspend(): void {
    this.#sending = undefined;
    this.#queue = [];
    for (const outgoing of this.#open.values()) {
      if (outgoing.accepted) this.#reportProgress(outgoing, "waiting");
      outgoing.accepted = false;
    }
  }

  /** Offers again what has had no end, under the same ids. */
  resume(): void {
    for (const outgoing of this.#open.values()) this.#sendOffer(outgoing);
  }

  declined(id: number): void {
    this.#findOpen(id);
    this.#endFile(id, "declined");
  }

  received(id: number): void {
    const outgoing = this.#findOpen(id);
    if (outgoing !== undefined && outgoing.reached < outgoing.file.size) throw filesViolation();
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

  #sendOffer({ id, file: { name, size, hash } }: Outgoing): void {
    this.#options.sendMessage({ kind: "file", id, name, size, hash });
  }

  async #sendQueue(): Promise<void> {
    const turn = {};
    this.#sending = turn;
    while (this.#sending === turn) {
      const next = this.#queue.shift();
      if (next === undefined) this.#sending = undefined;
      else await this.#sendFile(next, () => this.#sending === turn && this.#open.has(next.id));
    }
  }

  async #sendFile(outgoing: Outgoing, goesOn: () => boolean): Promise<void> {
    const { id, file } = outgoing;
    while (outgoing.bytes < file.size && goesOn()) {
      const bytes = await this.#readBlock(outgoing);
      if (!goesOn()) return;
      if (bytes.length === 0) return this.withdraw(id, "unreadable");
      for (let at = 0; at < bytes.length; at += largestChunk) {
        if (!(await this.#options.waitForSpace()) || !goesOn()) return;
        const part = bytes.subarray(at, at + largestChunk);
        this.#options.sendChunk(concat(uint32(id), part));
        outgoing.bytes += part.length;
        outgoing.reached = Math.max(outgoing.reached, outgoing.bytes);
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
