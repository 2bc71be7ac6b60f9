// The files that one peer sends us (protocol, section 4.6).
import { type Bytes, toBase64url } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import type { FileOffer } from "../net/filemessages.ts";
import {
  chunkHeader,
  type FileOptions,
  filesViolation,
  largestChunk,
  mostOpen,
} from "./filerules.ts";
import type { FileState } from "./state.ts";

/** A file that has had its end; the peer may not have heard. */
interface Ended {
  readonly offer: FileOffer;
  readonly received: boolean;
  /** There has been another connection since, and the peer has not said it again. */
  suspended: boolean;
}

interface Incoming {
  readonly offer: FileOffer;
  accepted: boolean;
  /** Of a connection that is no more, and not offered again yet: nothing is said of it. */
  suspended: boolean;
  parts: Bytes[];
  bytes: number;
}

export class IncomingFiles {
  readonly #options: FileOptions;
  /** Those that have not had their end. */
  readonly #open = new Map<number, Incoming>();
  /** The last that had their end, as many as the peer may take for open. */
  readonly #ended = new Map<number, Ended>();
  #last = 0;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  offered(offer: FileOffer): void {
    const known = this.#open.get(offer.id) ?? this.#ended.get(offer.id);
    if (known?.suspended) this.#takeAgain(known, offer);
    else this.#takeNew(offer);
  }

  #takeNew(offer: FileOffer): void {
    if (offer.id <= this.#last || this.#open.size === mostOpen) throw filesViolation();
    this.#last = offer.id;
    const file = { offer, accepted: false, suspended: false, parts: [], bytes: 0 };
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
    this.#sendAccept(file);
    this.#reportProgress(file, "running");
  }

  /** Also in the midst of it. */
  decline(id: number, why: FileState = "declined"): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    if (!file.suspended) this.#options.sendMessage({ kind: "decline", id });
    this.#endFile(id, why);
  }

  /** What was under way on the connection is lost. */
  suspend(): void {
    for (const file of [...this.#open.values(), ...this.#ended.values()]) file.suspended = true;
    for (const file of this.#open.values())
      if (file.accepted) this.#reportProgress(file, "waiting");
  }

  get hasSuspended(): boolean {
    return [...this.#open.values()].some(({ suspended }) => suspended);
  }

  /** The peer has not offered them again. */
  cutOffSuspended(): void {
    for (const [id, { suspended }] of this.#open) if (suspended) this.#endFile(id, "cut-off");
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
    if (!file.suspended) this.#options.sendMessage({ kind: "received", id });
    this.#endFile(id, "done", content);
  }

  /** What we have of it stays, and so does what was decided. */
  #takeAgain(known: Incoming | Ended, offer: FileOffer): void {
    const { id, name, size, hash } = known.offer;
    if (name !== offer.name || size !== offer.size || hash !== offer.hash) throw filesViolation();
    known.suspended = false;
    if ("received" in known)
      this.#options.sendMessage({ kind: known.received ? "received" : "decline", id });
    else if (known.accepted) {
      this.#sendAccept(known);
      this.#reportProgress(known, "running");
    }
  }

  /** Nothing while what is there is still being checked: what becomes of it is said then. */
  #sendAccept({ offer: { id, size }, bytes, suspended }: Incoming): void {
    if (suspended || bytes === size) return;
    this.#options.sendMessage({ kind: "accept", id, ...(bytes > 0 && { at: bytes }) });
  }

  #endFile(id: number, state: FileState, content?: Blob): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    this.#open.delete(id);
    const { offer, suspended } = file;
    this.#ended.set(id, { offer, received: state === "done", suspended });
    for (const oldest of [...this.#ended.keys()].slice(0, -mostOpen)) this.#ended.delete(oldest);
    this.#reportProgress(file, state, content);
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
