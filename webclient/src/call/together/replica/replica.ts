// A document that everybody in the call has a copy of (Yjs), and what the copies say to each other
// (protocol, section 4.12): each says what it has, and gets what it lacks. It survives the loss of
// anybody, and the server's.
import * as Y from "yjs";
import { type Bytes, fromBase64url } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { PartContext } from "../part.ts";
import { cutUp, Pieces, pieceLength } from "./pieces.ts";
import { type Content, checkUpdate } from "./strictupdate.ts";

/** From the first kind of the part: what I have; an update; a piece of one. */
export const replicaKinds = { have: 0, update: 1, piece: 2 } as const;

/** Bytes of the whole state: more nobody may make of it. */
export const mostState = 2 ** 20;
/** So large it may become by what is done here: others do something at the same time. */
const mostOwn = 2 ** 19;
/** Items, and those who have made them, one for each stay in the call. */
const mostItems = 2 ** 15;
const mostClients = 256;
/** Bytes of one member's that wait for what they follow on. */
const mostPending = 2 ** 18;
/** It is measured again after so many bytes. */
const measureEvery = 2 ** 14;
/** Somebody is asked again, or answered again, so often at most, in ms. */
const pauseMs = 1_000;
/**
 * What somebody wrote last before they were lost may be with one of the others: after a change each
 * is asked once, one each so many ms.
 */
const roundMs = 15_000;
/** Who does not answer for so long is not waited for, in ms. */
const patienceMs = 3_000;

export interface ReplicaOptions {
  readonly context: PartContext;
  /** Of the part. */
  readonly first: number;
  readonly content: Content;
}

export class Replica {
  readonly doc: Y.Doc;
  readonly #options: ReplicaOptions;
  readonly #pieces = new Map<string, Pieces>();
  /** Of each member, what waits. */
  readonly #pending = new Map<string, number>();
  /** Whom to ask next: one after the other, since the first mostly has it all. */
  #toAsk: string[] = [];
  #asking: ReturnType<typeof setTimeout> | undefined;
  #asked: string | undefined;
  readonly #askedAt = new Map<string, number>();
  readonly #answers = new Map<
    string,
    { readonly at: number; timer?: ReturnType<typeof setTimeout> }
  >();
  /** Who has not been asked since the last change. */
  #unasked: readonly string[] = [];
  readonly #round: ReturnType<typeof setInterval>;
  #size = 0;
  #sinceMeasured = 0;
  #nextId = 1;
  #isStopped = false;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.doc = new Y.Doc({ gc: true });
    this.doc.clientID = clientOf(options.context.sid);
    this.doc.on("update", (update, origin: unknown) => {
      if (origin !== this) this.#publish(update as Bytes);
      this.#unasked = options.context.members();
    });
    this.#round = setInterval(() => this.#askAnother(), roundMs);
  }

  /** Whether something more may be added here. */
  get hasRoom(): boolean {
    return this.#size < mostOwn && countItems(this.doc) < mostItems / 2;
  }

  /** True if the kind was one of these. Throws a ProtocolError if a rule is broken. */
  receive(sid: string, kind: number, payload: Bytes): boolean {
    switch (kind - this.#options.first) {
      case replicaKinds.have:
        this.#answer(sid, payload);
        return true;
      case replicaKinds.update:
        this.#apply(sid, payload);
        return true;
      case replicaKinds.piece: {
        const pieces = this.#pieces.get(sid) ?? new Pieces();
        this.#pieces.set(sid, pieces);
        const whole = pieces.addPiece(payload);
        if (whole !== undefined) this.#apply(sid, whole);
        return true;
      }
      default:
        return false;
    }
  }

  peerReady(sid: string): void {
    this.#pieces.delete(sid);
    this.#askMember(sid);
  }

  peerGone(sid: string): void {
    this.#pieces.delete(sid);
    this.#pending.delete(sid);
    clearTimeout(this.#answers.get(sid)?.timer);
    this.#answers.delete(sid);
    this.#askedAt.delete(sid);
    this.#toAsk = this.#toAsk.filter((other) => other !== sid);
    for (const other of this.#options.context.members()) this.#askMember(other);
    if (this.#asked === sid) this.#askNext();
  }

  closeDoc(): void {
    this.#isStopped = true;
    clearInterval(this.#round);
    clearTimeout(this.#asking);
    for (const { timer } of this.#answers.values()) clearTimeout(timer);
    this.doc.destroy();
  }

  /** Everything, for whoever has nothing. */
  wholeState(): Bytes {
    return Y.encodeStateAsUpdate(this.doc) as Bytes;
  }

  #publish(update: Bytes): void {
    this.#measure(update.length);
    for (const sid of this.#options.context.members()) this.#sendUpdate(sid, update);
  }

  #sendUpdate(sid: string, update: Bytes): void {
    const { context, first } = this.#options;
    if (update.length <= pieceLength) context.send(sid, first + replicaKinds.update, update);
    else
      for (const piece of cutUp(this.#nextId++, update))
        context.send(sid, first + replicaKinds.piece, piece);
  }

  #apply(sid: string, update: Bytes): void {
    checkUpdate(update, this.#options.content);
    const before = pendingLength(this.doc);
    try {
      Y.applyUpdate(this.doc, update, this);
    } catch {
      throw new ProtocolError("bad-message", "an update that does not fit");
    }
    this.#measure(update.length);
    if (this.#size > mostState || !isSmall(this.doc))
      throw new ProtocolError("bad-message", "too large a document");
    this.#countPending(sid, pendingLength(this.doc) - before);
    if (this.#asked === sid) this.#askNext();
  }

  // What follows on something that is not here: whoever sends it has that, too.
  #countPending(sid: string, more: number): void {
    if (pendingLength(this.doc) === 0) {
      this.#pending.clear();
      return;
    }
    const sum = (this.#pending.get(sid) ?? 0) + Math.max(more, 0);
    this.#pending.set(sid, sum);
    if (sum > mostPending) throw new ProtocolError("bad-message", "too much follows on nothing");
    if (performance.now() - (this.#askedAt.get(sid) ?? Number.NEGATIVE_INFINITY) >= pauseMs)
      this.#askMember(sid);
  }

  #askMember(sid: string): void {
    if (!this.#toAsk.includes(sid)) this.#toAsk.push(sid);
    if (this.#asked === undefined) this.#askNext();
  }

  #askAnother(): void {
    const [next, ...others] = this.#unasked;
    this.#unasked = others;
    if (next !== undefined) this.#askMember(next);
  }

  #askNext(): void {
    clearTimeout(this.#asking);
    this.#asked = this.#toAsk.shift();
    const { context, first } = this.#options;
    const sid = this.#asked;
    if (sid === undefined || this.#isStopped) return;
    this.#askedAt.set(sid, performance.now());
    const vector = Y.encodeStateVector(this.doc) as Bytes;
    const isSent = context.send(sid, first + replicaKinds.have, vector);
    this.#asking = setTimeout(() => this.#askNext(), isSent ? patienceMs : 0);
  }

  /** With what they lack, also if that is nothing. Who asks all the time is answered now and then. */
  #answer(sid: string, vector: Bytes): void {
    checkVector(vector);
    const last = this.#answers.get(sid);
    clearTimeout(last?.timer);
    const at = performance.now();
    const wait = (last?.at ?? Number.NEGATIVE_INFINITY) + pauseMs - at;
    if (wait > 0) {
      const timer = setTimeout(() => this.#answer(sid, vector), wait);
      this.#answers.set(sid, { at: last?.at ?? at, timer });
      return;
    }
    this.#answers.set(sid, { at });
    this.#sendUpdate(sid, Y.encodeStateAsUpdate(this.doc, vector) as Bytes);
  }

  #measure(more: number): void {
    this.#sinceMeasured += more;
    if (this.#sinceMeasured < measureEvery) return;
    this.#sinceMeasured = 0;
    this.#size = this.wholeState().length;
  }
}

/** The number under which a member writes: the first four bytes of its sid. */
export function clientOf(sid: string): number {
  const bytes = fromBase64url(sid);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

function checkVector(vector: Bytes): void {
  try {
    if (Y.decodeStateVector(vector).size <= mostClients) return;
  } catch {
    // as below
  }
  throw new ProtocolError("bad-message", "no state vector");
}

function pendingLength({ store }: Y.Doc): number {
  return (store.pendingStructs?.update.length ?? 0) + (store.pendingDs?.length ?? 0);
}

function countItems({ store }: Y.Doc): number {
  let count = 0;
  for (const items of store.clients.values()) count += items.length;
  return count;
}

function isSmall(doc: Y.Doc): boolean {
  return doc.store.clients.size <= mostClients && countItems(doc) <= mostItems;
}
