// The files that one peer sends us (protocol, section 4.6).
import { type Bytes, toBase64url } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import type { FileOffer } from "../net/protocol.ts";
import {
  chunkHeader,
  type FileOptions,
  filesViolation,
  largestChunk,
  mostOpen,
} from "./filerules.ts";
import type { FileState } from "./state.ts";

interface Incoming {
  readonly offer: FileOffer;
  accepted: boolean;
  parts: Bytes[];
  bytes: number;
}

export class IncomingFiles {
  readonly #options: FileOptions;
  /** Those that have not had their end. */
  readonly #open = new Map<number, Incoming>();
  #last = 0;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  offered(offer: FileOffer): void {
    if (offer.id <= this.#last || this.#open.size === mostOpen) throw filesViolation();
    this.#last = offer.id;
    const file = { offer, accepted: false, parts: [], bytes: 0 };
    this.#open.set(offer.id, file);
    this.#reportProgress(file, "offered");
  }

  withdrawn(id: number): void {
    if (id > this.#last) throw filesViolation();
    this.#endFile(id, "withdrawn");
  }

  accept(id: number): void {
    const file = this.#open.get(id);
    if (file === undefined || file.accepted) return;
    file.accepted = true;
    this.#options.sendMessage({ kind: "accept", id });
    this.#reportProgress(file, "running");
  }

  /** Also in the midst of it. */
  decline(id: number, why: FileState = "declined"): void {
    if (!this.#open.has(id)) return;
    this.#options.sendMessage({ kind: "decline", id });
    this.#endFile(id, why);
  }

  /**
   * Takes in a message of the file channel. Of a file that has had its end it is dropped: the two
   * may have crossed.
   */
  takeChunk(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) throw filesViolation();
    const bytes = new Uint8Array(data, Math.min(chunkHeader, data.byteLength));
    if (bytes.length === 0 || bytes.length > largestChunk) throw filesViolation();
    const id = new DataView(data).getUint32(0);
    if (id === 0 || id > this.#last) throw filesViolation();
    const file = this.#open.get(id);
    if (file === undefined) return;
    file.bytes += bytes.length;
    if (!file.accepted || file.bytes > file.offer.size) throw filesViolation();
    file.parts.push(bytes);
    this.#reportProgress(file, "running");
    if (file.bytes === file.offer.size) void this.#finish(file);
  }

  cutOff(): void {
    for (const id of this.#open.keys()) this.#endFile(id, "cut-off");
  }

  async #finish(file: Incoming): Promise<void> {
    const { id, hash } = file.offer;
    // Of no type: nothing that comes from somebody else is ever shown as a page or a picture.
    const content = new Blob(file.parts, { type: "application/octet-stream" });
    file.parts = [];
    const isWhole = toBase64url(await sha256(new Uint8Array(await content.arrayBuffer()))) === hash;
    if (this.#open.get(id) !== file) return;
    if (!isWhole) return this.decline(id, "damaged");
    this.#options.sendMessage({ kind: "received", id });
    this.#open.delete(id);
    this.#reportProgress(file, "done", content);
  }

  #endFile(id: number, state: FileState): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    this.#open.delete(id);
    this.#reportProgress(file, state);
  }

  #reportProgress(
    { offer: { id, name, size }, bytes }: Incoming,
    state: FileState,
    content?: Blob,
  ): void {
    this.#options.onProgress({
      own: false,
      id,
      name,
      size,
      bytes,
      state,
      ...(content !== undefined && { content }),
    });
  }
}
