// A drawing that everybody in the call makes together (protocol, section 4.12.2): strokes on one
// page, in the order in which they were made.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part, PartContext } from "../part.ts";
import { Replica } from "../replica/replica.ts";
import { isTouched, readStroke, type Stroke, writeStroke } from "./stroke.ts";

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
  readonly #drawers = signal<ReadonlySet<string>>(new Set());
  /** Of what stands in the document, so that what has not changed is the same object. */
  #known = new Map<number[], DrawnStroke>();
  #nextKey = 1;

  constructor(context: PartContext) {
    const content = { root, isAllowed: isStrokes };
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

  /** Takes away what a circle touches, whoever has drawn it. */
  eraseAt(x: number, y: number, radius: number): void {
    const touched = this.#drawn.peek().map((stroke) => isTouched(stroke, x, y, radius));
    if (!touched.includes(true)) return;
    this.#replica.doc.transact(() => {
      for (let i = touched.length - 1; i >= 0; i--) if (touched[i]) this.#strokes.delete(i, 1);
    }, this);
  }

  eraseAll(): void {
    this.#replica.doc.transact(() => this.#strokes.delete(0, this.#strokes.length), this);
  }

  /** One's own alone. */
  takeBack(): void {
    this.#undo.undo();
  }
  makeAgain(): void {
    this.#undo.redo();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const before = this.#drawn.peek();
    if (!this.#replica.receive(sid, kind, payload))
      throw new ProtocolError("unknown-kind", "of a drawing");
    if (this.#strokes.length > 2 * mostStrokes)
      throw new ProtocolError("bad-message", "too many strokes");
    if (before !== this.#drawn.peek() && !this.#drawers.peek().has(sid))
      this.#drawers.value = new Set(this.#drawers.peek()).add(sid);
  }

  peerReady(sid: string): void {
    this.#replica.peerReady(sid);
  }

  peerGone(sid: string): void {
    this.#replica.peerGone(sid);
  }

  stop(forget: boolean): void {
    this.#replica.closeDoc();
    if (forget) this.#drawn.value = [];
  }

  #publishStrokes(): void {
    const known = new Map<number[], DrawnStroke>();
    for (const numbers of this.#strokes.toArray()) {
      const stroke = this.#known.get(numbers) ?? this.#readStroke(numbers);
      if (stroke !== undefined) known.set(numbers, stroke);
    }
    this.#known = known;
    this.#drawn.value = [...known.values()];
  }

  #readStroke(numbers: number[]): DrawnStroke | undefined {
    const stroke = readStroke(numbers);
    return stroke && { ...stroke, key: this.#nextKey++ };
  }
}

function isStrokes(content: unknown): boolean {
  return (
    content instanceof Y.ContentAny && content.arr.every((one) => readStroke(one) !== undefined)
  );
}
