// What comes of one file, in blocks: each is hashed and put away before the next. The peer is told
// how far that is, and may be ahead by no more than a window.
import { type Bytes, concat } from "../crypto/bytes.ts";
import { FileHash, hashBlock } from "../crypto/filehash.ts";
import type { FileStore } from "./filestore.ts";

/** How far a sender may be ahead of what the receiver has put away. */
export const fileWindow = 32 * 2 ** 20;
/** How often the receiver says how far it is. */
const toldEach = fileWindow / 2;

export interface IntakeOptions {
  readonly size: number;
  /** So much has been put away. */
  stored(bytes: number): void;
  /** All of it has; what it is called then is for the receiver to compare. */
  whole(hash: string, content: Blob): void;
  /** There is no room any more. */
  failed(): void;
}

export class Intake {
  /** That have come. */
  bytes = 0;
  readonly #store: FileStore;
  readonly #options: IntakeOptions;
  readonly #hash = new FileHash();
  #parts: Bytes[] = [];
  /** Of what has come, in blocks that are whole and in the one that is not. */
  #taken = 0;
  #waiting = 0;
  /** Where the peer knows us to be. */
  #told = 0;
  #turn: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(store: FileStore, options: IntakeOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** False if the peer is further ahead than it may be. */
  add(bytes: Bytes): boolean {
    this.bytes += bytes.length;
    if (this.bytes > this.#told + fileWindow) return false;
    const missing = hashBlock - this.#waiting;
    this.#take(bytes.subarray(0, missing));
    if (bytes.length > missing) this.#take(bytes.subarray(missing));
    return true;
  }

  /** Resolves when what has come in whole blocks is put away, or cannot be. */
  untilPutAway(): Promise<void> {
    return this.#turn;
  }

  /** The peer goes on where it was interrupted, and counts from there. */
  noteResumed(): void {
    this.#told = this.bytes;
  }

  discard(): void {
    this.#isOver = true;
    this.#parts = [];
    void this.#turn.then(() => this.#store.discard());
  }

  #take(bytes: Bytes): void {
    this.#parts.push(bytes);
    this.#waiting += bytes.length;
    this.#taken += bytes.length;
    const upTo = this.#taken;
    if (this.#waiting < hashBlock && upTo < this.#options.size) return;
    const parts = this.#parts;
    this.#parts = [];
    this.#waiting = 0;
    this.#turn = this.#turn.then(() => this.#putAway(parts, upTo));
  }

  async #putAway(parts: Bytes[], upTo: number): Promise<void> {
    if (this.#isOver) return;
    try {
      const block = concat(...parts);
      await this.#hash.add(block);
      await this.#store.write(block);
      if (upTo === this.#options.size) await this.#finish();
      else if (upTo >= this.#told + toldEach) this.#tellWritten(upTo);
    } catch {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#options.failed();
    }
  }

  #tellWritten(upTo: number): void {
    this.#told = upTo;
    this.#options.stored(upTo);
  }

  async #finish(): Promise<void> {
    const hash = await this.#hash.finish();
    const content = await this.#store.finish();
    if (!this.#isOver) this.#options.whole(hash, content);
  }
}
