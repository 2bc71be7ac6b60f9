// Pictures that everybody in the call gets (protocol, section 4.12.3). Nobody is sent one: who wants
// a picture asks for it, piece by piece, from somebody who has it. What was not asked for is a
// violation, and a stroke or a letter waits for two pieces at most.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { type Bytes, concat, fromBase64url, toBase64url } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { PartContext } from "../part.ts";
import { type PictureHead, readPictureHead } from "./head.ts";
import { lengthOf, nameLength, nameOfPicture, pieceLength } from "./name.ts";

/** From the first kind of the part. */
export const pictureKinds = { ask: 4, piece: 5 } as const;

/** So many pieces are asked for at a time, of all pictures. */
const mostAsked = 2;
/** Who does not answer for so long is not waited for, in ms. */
const patienceMs = 15_000;
/** What one member may leave unanswered before nothing more is asked there. */
const mostUnanswered = 64;

/** A file: PNG or WebP (head.ts). */
export type PictureBytes = Bytes;

export interface Picture extends PictureHead {
  readonly bytes: Bytes;
}

export interface PicturesOptions {
  readonly context: PartContext;
  /** Of the part. */
  readonly first: number;
}

/** A picture that is not all here. */
interface Wanted {
  readonly name: string;
  /** All of it comes from one member; the others are asked one after the other if it is silent. */
  sources: string[];
  pieces: (Bytes | undefined)[];
}

export class Pictures {
  readonly #options: PicturesOptions;
  readonly #held = signal<ReadonlyMap<string, Picture>>(new Map());
  /** The next one first. */
  #wanted: Wanted[] = [];
  /** What is under way, by name and index. */
  readonly #asked = new Map<string, ReturnType<typeof setTimeout>>();
  /** What each member may still send, and how often: an answer may be late. */
  readonly #allowed = new Map<string, Map<string, number>>();

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  /** Those that are here, by name. */
  get held(): ReadonlySignal<ReadonlyMap<string, Picture>> {
    return this.#held;
  }

  /** Puts a picture of ours among them. Throws a RangeError for what others would not take. */
  addPicture(bytes: Bytes): string {
    const head = readPictureHead(bytes);
    const name = nameOfPicture(bytes);
    if (head === undefined) throw new RangeError("no picture that others take");
    this.#held.value = new Map(this.#held.peek()).set(name, { ...head, bytes });
    return name;
  }

  /** Before all others, if it is urgent; `from` is asked first. */
  want(name: string, from: string, isUrgent: boolean): void {
    if (this.#held.peek().has(name)) return;
    const known = this.#wanted.find((one) => one.name === name);
    const count = Math.ceil(lengthOf(name) / pieceLength);
    const wanted = known ?? { name, sources: [from], pieces: Array(count).fill(undefined) };
    if (known === undefined) this.#wanted.push(wanted);
    if (isUrgent) this.#wanted = [wanted, ...this.#wanted.filter((one) => one !== wanted)];
    this.#askOn();
  }

  /** Wants these and forgets all others; `now` is shown, and comes first. */
  wantOnly(names: ReadonlySet<string>, from: string, now: string | undefined): void {
    this.keepOnly(names);
    if (now !== undefined) this.want(now, from, true);
    for (const name of names) this.want(name, from, false);
  }

  /** Forgets all others. */
  keepOnly(names: ReadonlySet<string>): void {
    this.#wanted = this.#wanted.filter(({ name }) => names.has(name));
    const all = [...this.#held.peek()];
    if (all.some(([name]) => !names.has(name)))
      this.#held.value = new Map(all.filter(([name]) => names.has(name)));
  }

  /** True if the kind was one of these. Throws a ProtocolError if a rule is broken. */
  receive(sid: string, kind: number, payload: Bytes): boolean {
    const of = kind - this.#options.first;
    if (of === pictureKinds.ask) this.#answer(sid, payload);
    else if (of === pictureKinds.piece) this.#takePiece(sid, payload);
    else return false;
    return true;
  }

  /** What was under way with it is lost. */
  peerReady(sid: string): void {
    for (const wanted of this.#wanted) {
      if (!wanted.sources.includes(sid)) wanted.sources.push(sid);
      if (wanted.sources[0] === sid) this.#forgetAsked(wanted.name);
    }
    this.#askOn();
  }

  peerGone(sid: string): void {
    this.#allowed.delete(sid);
    for (const wanted of this.#wanted) if (wanted.sources[0] === sid) this.#askElsewhere(wanted);
    for (const wanted of this.#wanted)
      wanted.sources = wanted.sources.filter((source) => source !== sid);
    this.#askOn();
  }

  /** Asks for nothing any more; what is here stays. */
  stop(): void {
    for (const timer of this.#asked.values()) clearTimeout(timer);
    this.#asked.clear();
    this.#wanted = [];
  }

  #askOn(): void {
    for (const wanted of this.#wanted) {
      for (const [index, piece] of wanted.pieces.entries()) {
        if (this.#asked.size >= mostAsked) return;
        const isUnderWay = this.#asked.has(keyOf(wanted.name, index));
        if (piece === undefined && !isUnderWay && !this.#askFor(wanted, index)) break;
      }
    }
  }

  #askFor(wanted: Wanted, index: number): boolean {
    const [source] = wanted.sources;
    if (source === undefined) return false;
    const key = keyOf(wanted.name, index);
    const allowed = this.#allowed.get(source) ?? new Map<string, number>();
    const isSent =
      allowed.size < mostUnanswered &&
      this.#options.context.send(source, this.#kindOf("ask"), headOf(wanted.name, index));
    if (isSent) this.#allowed.set(source, allowed.set(key, (allowed.get(key) ?? 0) + 1));
    const timer = setTimeout(() => {
      this.#askElsewhere(wanted);
      this.#askOn();
    }, patienceMs);
    this.#asked.set(key, timer);
    return true;
  }

  /** Another member may have it; all of a picture comes from one. */
  #askElsewhere(wanted: Wanted): void {
    this.#forgetAsked(wanted.name);
    const [silent, ...others] = wanted.sources;
    const { members } = this.#options.context;
    const known = new Set(wanted.sources);
    wanted.sources = [...others, ...members().filter((sid) => !known.has(sid))];
    if (silent !== undefined) wanted.sources.push(silent);
    wanted.pieces = wanted.pieces.map(() => undefined);
  }

  #forgetAsked(name: string): void {
    for (const [key, timer] of this.#asked) {
      if (!key.startsWith(`${name} `)) continue;
      clearTimeout(timer);
      this.#asked.delete(key);
    }
  }

  #answer(sid: string, payload: Bytes): void {
    if (payload.length !== nameLength + 1) throw new ProtocolError("bad-message", "an ask");
    const { name, index } = readHead(payload);
    const picture = this.#held.peek().get(name);
    if (picture === undefined) return;
    const piece = picture.bytes.slice(index * pieceLength, (index + 1) * pieceLength);
    if (piece.length === 0) throw new ProtocolError("bad-message", "an ask beyond the end");
    const message = concat(headOf(name, index), piece);
    this.#options.context.send(sid, this.#kindOf("piece"), message);
  }

  #takePiece(sid: string, payload: Bytes): void {
    if (payload.length <= nameLength + 1) throw new ProtocolError("bad-message", "a piece");
    const { name, index } = readHead(payload);
    const piece = payload.slice(nameLength + 1);
    const key = keyOf(name, index);
    this.#countAnswer(sid, key);
    const due = Math.min(pieceLength, lengthOf(name) - index * pieceLength);
    if (piece.length !== due) throw new ProtocolError("bad-message", "the length of a piece");
    const wanted = this.#wanted.find((one) => one.name === name);
    if (wanted?.sources[0] !== sid || wanted.pieces[index] !== undefined) return;
    clearTimeout(this.#asked.get(key));
    this.#asked.delete(key);
    wanted.pieces[index] = piece;
    if (!wanted.pieces.includes(undefined)) this.#finish(wanted);
    this.#askOn();
  }

  #countAnswer(sid: string, key: string): void {
    const allowed = this.#allowed.get(sid);
    const left = allowed?.get(key) ?? 0;
    if (left === 0) throw new ProtocolError("bad-message", "a piece that nobody asked for");
    if (left === 1) allowed?.delete(key);
    else allowed?.set(key, left - 1);
  }

  #finish(wanted: Wanted): void {
    this.#wanted = this.#wanted.filter((one) => one !== wanted);
    const bytes = concat(...wanted.pieces.filter((piece) => piece !== undefined));
    const head = readPictureHead(bytes);
    if (nameOfPicture(bytes) !== wanted.name || head === undefined)
      throw new ProtocolError("bad-message", "not that picture, or none to be drawn");
    this.#held.value = new Map(this.#held.peek()).set(wanted.name, { ...head, bytes });
  }

  #kindOf(kind: keyof typeof pictureKinds): number {
    return this.#options.first + pictureKinds[kind];
  }
}

const keyOf = (name: string, index: number) => `${name} ${index}`;

/** name || uint8 index */
const headOf = (name: string, index: number) => concat(fromBase64url(name), Uint8Array.of(index));

function readHead(payload: Bytes): { readonly name: string; readonly index: number } {
  return { name: toBase64url(payload.subarray(0, nameLength)), index: payload[nameLength] ?? 0 };
}
