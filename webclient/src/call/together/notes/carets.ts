// Where the others are in the text. A place is told relative to a letter (Yjs), so it stays with that
// whatever is written before it.
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { PartContext } from "../part.ts";
import { notesKinds } from "./kinds.ts";

/** Bytes of a place. */
const longest = 64;
/** A place is told so often at most, in ms. */
const pauseMs = 250;

export interface Caret {
  readonly sid: string;
  readonly name: string;
  /** In the text. */
  readonly place: number;
}

export class Carets {
  readonly all: ReadonlySignal<readonly Caret[]>;
  readonly #context: PartContext;
  readonly #text: Y.Text;
  readonly #places = signal<ReadonlyMap<string, Y.RelativePosition>>(new Map());
  #own: Bytes = new Uint8Array();
  #told: Bytes = new Uint8Array();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `shown` is the text; places move with it. */
  constructor(context: PartContext, text: Y.Text, shown: ReadonlySignal<string>) {
    this.#context = context;
    this.#text = text;
    this.all = computed(() => {
      const { length } = shown.value;
      return [...this.#places.value].flatMap(([sid, position]) => {
        const place = this.#placeOf(position);
        return place === undefined || place > length
          ? []
          : [{ sid, name: this.#context.nameOf(sid), place }];
      });
    });
  }

  /** Undefined: not in the text any more. */
  moveTo(place: number | undefined): void {
    this.#own =
      place === undefined
        ? new Uint8Array()
        : (Y.encodeRelativePosition(
            Y.createRelativePositionFromTypeIndex(this.#text, place, -1),
          ) as Bytes);
    this.#timer ??= setTimeout(() => this.#tellAll(), pauseMs);
  }

  /** To one who has come. */
  tellOne(sid: string): void {
    if (this.#told.length > 0) this.#context.send(sid, notesKinds.caret, this.#told);
  }

  receive(sid: string, payload: Bytes): void {
    const places = new Map(this.#places.peek());
    if (payload.length === 0) places.delete(sid);
    else places.set(sid, readPlace(payload));
    this.#places.value = places;
  }

  forget(sid: string): void {
    this.receive(sid, new Uint8Array());
  }

  forgetAll(): void {
    clearTimeout(this.#timer);
    this.#places.value = new Map();
  }

  #tellAll(): void {
    this.#timer = undefined;
    if (isSame(this.#own, this.#told)) return;
    this.#told = this.#own;
    this.#context.broadcast(notesKinds.caret, this.#own);
  }

  #placeOf(position: Y.RelativePosition): number | undefined {
    const { doc } = this.#text;
    if (doc === null) return undefined;
    try {
      const found = Y.createAbsolutePositionFromRelativePosition(position, doc);
      return found?.type === this.#text ? found.index : undefined;
    } catch {
      return undefined; // a letter that never was
    }
  }
}

/** Throws a ProtocolError for what is no place in this text. */
function readPlace(payload: Bytes): Y.RelativePosition {
  if (payload.length > longest) throw new ProtocolError("bad-message", "a long place");
  try {
    const position = Y.decodeRelativePosition(payload);
    const { type, tname, item } = position;
    if (type === null && (tname === null ? item !== null : tname === "text")) return position;
  } catch {
    // as below
  }
  throw new ProtocolError("bad-message", "no place in the notes");
}

function isSame(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
