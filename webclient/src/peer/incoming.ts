// The files that one peer sends us (protocol, section 4.6).
import type { FileOffer } from "../net/filemessages.ts";
import {
  chunkHeader,
  type FileOptions,
  filesViolation,
  largestChunk,
  mostOpen,
} from "./filerules.ts";
import { type FileStore, largestHeld, MemoryStore, openDiskStore } from "./filestore.ts";
import { Intake } from "./intake.ts";
import type { FileState } from "./state.ts";

/** A file that has had its end; the peer may not have heard. */
interface Ended {
  readonly offer: FileOffer;
  readonly state: FileState;
  /** There has been another connection since, and the peer has not said it again. */
  suspended: boolean;
}

interface Incoming {
  readonly offer: FileOffer;
  accepted: boolean;
  /** Of a connection that is no more, and not offered again yet: nothing is said of it. */
  suspended: boolean;
  /** Once it is accepted and there is a place for it. */
  intake: Intake | undefined;
  /** Of the connection on which it is to be accepted again. */
  turn: object | undefined;
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
    const file = { offer, accepted: false, suspended: false, intake: undefined, turn: undefined };
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
    this.#reportProgress(file, "running");
    if (file.offer.size <= largestHeld) this.#beginWith(file, new MemoryStore());
    else void this.#makeRoom(file);
  }

  /** Also in the midst of it. */
  decline(id: number, why: FileState = "declined"): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    if (!file.suspended) this.#sendDecline(id, why);
    this.#endFile(id, why);
  }

  /** What was under way on the connection is lost. */
  suspend(): void {
    for (const file of [...this.#open.values(), ...this.#ended.values()]) file.suspended = true;
    for (const file of this.#open.values()) {
      file.turn = undefined;
      if (file.accepted) this.#reportProgress(file, "waiting");
    }
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
    const { intake, offer } = file;
    if (intake === undefined || intake.bytes + bytes.length > offer.size) throw filesViolation();
    if (!intake.add(bytes)) throw filesViolation();
    this.#reportProgress(file, "running");
  }

  cutOff(): void {
    for (const id of this.#open.keys()) this.#endFile(id, "cut-off");
  }

  async #makeRoom(file: Incoming): Promise<void> {
    const { id, size } = file.offer;
    const store = await (this.#options.openStore ?? openDiskStore)(size);
    if (this.#open.get(id) !== file) void store?.discard();
    else if (store === undefined) this.decline(id, "no-room");
    else this.#beginWith(file, store);
  }

  #beginWith(file: Incoming, store: FileStore): void {
    const { id, size, hash } = file.offer;
    const intake = new Intake(store, {
      size,
      stored: (bytes) => {
        // Whoever has sent everything needs no more room.
        if (!file.suspended && intake.bytes < size)
          this.#options.sendMessage({ kind: "written", id, bytes });
      },
      whole: (is, content) => {
        if (is === hash) this.#finish(file, content);
        else this.decline(id, "damaged");
      },
      failed: () => this.decline(id, "no-room"),
    });
    file.intake = intake;
    this.#sendAccept(file);
  }

  #finish(file: Incoming, content: Blob): void {
    const { id } = file.offer;
    if (!file.suspended) this.#options.sendMessage({ kind: "received", id });
    this.#endFile(id, "done", content);
  }

  /** What we have of it stays, and so does what was decided. */
  #takeAgain(known: Incoming | Ended, offer: FileOffer): void {
    const { id, name, size, hash } = known.offer;
    if (name !== offer.name || size !== offer.size || hash !== offer.hash) throw filesViolation();
    known.suspended = false;
    if ("state" in known) {
      if (known.state === "done") this.#options.sendMessage({ kind: "received", id });
      else this.#sendDecline(id, known.state);
    } else if (known.accepted) {
      if (known.intake !== undefined) void this.#acceptAgain(known, known.intake);
      this.#reportProgress(known, "running");
    }
  }

  /** Once all is put away that has come: or each connection would let more of it wait. */
  async #acceptAgain(file: Incoming, intake: Intake): Promise<void> {
    const turn = {};
    file.turn = turn;
    await intake.untilPutAway();
    if (file.turn === turn && this.#open.get(file.offer.id) === file) this.#sendAccept(file);
  }

  /** Nothing while what is there is still being checked: what becomes of it is said then. */
  #sendAccept({ offer: { id, size }, intake, suspended }: Incoming): void {
    if (suspended || intake === undefined || intake.bytes === size) return;
    const { bytes } = intake;
    intake.noteResumed();
    this.#options.sendMessage({ kind: "accept", id, ...(bytes > 0 && { at: bytes }) });
  }

  #sendDecline(id: number, state: FileState): void {
    const reason = state === "no-room" && { reason: state };
    this.#options.sendMessage({ kind: "decline", id, ...reason });
  }

  #endFile(id: number, state: FileState, content?: Blob): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    this.#open.delete(id);
    const { offer, suspended } = file;
    this.#ended.set(id, { offer, state, suspended });
    if (state !== "done") file.intake?.discard();
    for (const oldest of [...this.#ended.keys()].slice(0, -mostOpen)) this.#ended.delete(oldest);
    this.#reportProgress(file, state, content);
  }

  #reportProgress(
    { offer: { id, name, size }, intake }: Incoming,
    state: FileState,
    content?: Blob,
  ): void {
    this.#options.onProgress({
      own: false,
      id,
      name,
      size,
      bytes: intake?.bytes ?? 0,
      state,
      ...(content !== undefined && { content }),
    });
  }
}
