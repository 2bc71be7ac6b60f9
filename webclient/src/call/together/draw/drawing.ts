// A drawing that everybody in the call makes together (protocol, section 4.12.2): strokes on one
// page, in the order in which they were made, over a picture if somebody has put one there.
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part, PartContext } from "../part.ts";
import { type Picture, Pictures } from "../pictures/pictures.ts";
import { Replica } from "../replica/replica.ts";
import {
  isTouched,
  readPaper,
  readStroke,
  type Stroke,
  writePaper,
  writeStroke,
} from "./stroke.ts";

const firstKind = 0x30;
const root = "strokes";
/** On one page. */
export const mostStrokes = 4_000;

/** A stroke that is drawn; the same object as long as it is there. */
export interface DrawnStroke extends Stroke {
  readonly key: number;
}

export class Drawing implements Part {
  readonly #replica: Replica;
  readonly #strokes: Y.Array<number[]>;
  readonly #undo: Y.UndoManager;
  readonly #drawn = signal<readonly DrawnStroke[]>([]);
  readonly #pictures: Pictures;
  /** The name of the picture that is drawn on: the last one among the strokes. */
  readonly #paper = signal<string | undefined>(undefined);
  /** Who has said something last, and so has that picture. */
  #teller = "";
  /** What one has drawn on, or the page itself; undefined while it is on its way. */
  readonly picture: ReadonlySignal<Picture | "none" | undefined> = computed(() => {
    const name = this.#paper.value;
    return name === undefined ? "none" : this.#pictures.held.value.get(name);
  });
  readonly #drawers = signal<ReadonlySet<string>>(new Set());
  /** Of what stands in the document, so that what has not changed is the same object. */
  #known = new Map<number[], DrawnStroke>();
  #nextKey = 1;

  constructor(context: PartContext) {
    const content = { root, isAllowed: isDrawn };
    this.#pictures = new Pictures({ context, first: firstKind });
    this.#replica = new Replica({ context, first: firstKind, content });
    this.#strokes = this.#replica.doc.getArray(root);
    this.#undo = new Y.UndoManager(this.#strokes, {
      trackedOrigins: new Set([this]),
      captureTimeout: 0,
    });
    this.#strokes.observe(() => this.#publishStrokes());
  }

  get strokes(): ReadonlySignal<readonly DrawnStroke[]> {
    return this.#drawn;
  }

  /** Of the others, who have drawn since we were here. */
  get drawers(): ReadonlySignal<ReadonlySet<string>> {
    return this.#drawers;
  }

  /** False if there is no more room on the page. */
  addStroke(stroke: Stroke): boolean {
    if (!this.#replica.hasRoom || this.#strokes.length >= mostStrokes) return false;
    this.#replica.doc.transact(() => this.#strokes.push([writeStroke(stroke)]), this);
    return true;
  }

  /** Has everybody draw on this picture; without one, on white. False if there is no more room. */
  layPaper(bytes: Bytes | undefined): boolean {
    if (!this.#replica.hasRoom) return false;
    const name = bytes && this.#pictures.addPicture(bytes);
    // Not to be undone: what was there before nobody keeps.
    this.#replica.doc.transact(() => {
      this.#deleteWhere((numbers) => readPaper(numbers) !== undefined);
      if (name !== undefined) this.#strokes.push([writePaper(name)]);
    });
    return true;
  }

  /** Takes away what a circle touches, whoever has drawn it. */
  eraseAt(x: number, y: number, radius: number): void {
    this.#deleteWhere((numbers) => {
      const stroke = this.#known.get(numbers);
      return stroke !== undefined && isTouched(stroke, x, y, radius);
    });
  }

  /** All strokes; a picture stays. */
  eraseAll(): void {
    this.#deleteWhere((numbers) => this.#known.has(numbers));
  }

  /** One's own alone. */
  takeBack(): void {
    this.#undo.undo();
  }
  makeAgain(): void {
    this.#undo.redo();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    if (this.#pictures.receive(sid, kind, payload)) return;
    const before = this.#drawn.peek();
    this.#teller = sid;
    if (!this.#replica.receive(sid, kind, payload))
      throw new ProtocolError("unknown-kind", "of a drawing");
    if (this.#strokes.length > 2 * mostStrokes)
      throw new ProtocolError("bad-message", "too many strokes");
    if (before !== this.#drawn.peek() && !this.#drawers.peek().has(sid))
      this.#drawers.value = new Set(this.#drawers.peek()).add(sid);
  }

  peerReady(sid: string): void {
    this.#pictures.peerReady(sid);
    this.#replica.peerReady(sid);
  }

  peerGone(sid: string): void {
    this.#pictures.peerGone(sid);
    this.#replica.peerGone(sid);
  }

  stop(forget: boolean): void {
    this.#replica.closeDoc();
    this.#pictures.stop();
    if (!forget) return;
    this.#pictures.keepOnly(new Set());
    this.#drawn.value = [];
    this.#paper.value = undefined;
  }

  #deleteWhere(isMeant: (numbers: number[]) => boolean): void {
    const meant = this.#strokes.toArray().map(isMeant);
    if (!meant.includes(true)) return;
    this.#replica.doc.transact(() => {
      for (let i = meant.length - 1; i >= 0; i--) if (meant[i]) this.#strokes.delete(i, 1);
    }, this);
  }

  #publishStrokes(): void {
    const known = new Map<number[], DrawnStroke>();
    let paper: string | undefined;
    for (const numbers of this.#strokes.toArray()) {
      const stroke = this.#known.get(numbers) ?? this.#readStroke(numbers);
      if (stroke !== undefined) known.set(numbers, stroke);
      else paper = readPaper(numbers) ?? paper;
    }
    this.#known = known;
    this.#drawn.value = [...known.values()];
    this.#paper.value = paper;
    this.#wantPaper();
  }

  #wantPaper(): void {
    const name = this.#paper.peek();
    this.#pictures.wantOnly(new Set(name === undefined ? [] : [name]), this.#teller, name);
  }

  #readStroke(numbers: number[]): DrawnStroke | undefined {
    const stroke = readStroke(numbers);
    return stroke && { ...stroke, key: this.#nextKey++ };
  }
}

function isDrawn(content: unknown): boolean {
  const isOne = (one: unknown) => readStroke(one) !== undefined || readPaper(one) !== undefined;
  return content instanceof Y.ContentAny && content.arr.every(isOne);
}
