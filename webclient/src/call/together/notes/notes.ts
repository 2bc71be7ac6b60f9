// Shared notes: one text, which everybody in the call may write in (protocol, section 4.12.1).
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { toText } from "../../names.ts";
import type { Part, PartContext } from "../part.ts";
import { Replica } from "../replica/replica.ts";
import { Carets } from "./carets.ts";
import { notesKinds } from "./kinds.ts";
import { piecesOf } from "./plaintext.ts";
import type { Task } from "./tasks.ts";
import type { Delta, Edit } from "./textedit.ts";

const root = "text";
/** Of one edit, in UTF-16 units: what is pasted. */
export const longestEdit = 64_000;
/** A member without Yjs gets the text so often at most, in ms. */
const tellPauseMs = 2_000;
/** Own changes so close to each other are taken back together, in ms. */
const togetherMs = 500;

/** A change by the person that is not typed. */
const ticked = {};

/** Why an edit was not made: the notes have no more room, or it is too long. */
export type Refusal = "full" | "long";

/** What is drawn of a change: whether it is what the person has just typed, which is drawn already. */
type Listener = (delta: Delta, isTyped: boolean) => void;

export class Notes implements Part {
  readonly carets: Carets;
  readonly #context: PartContext;
  readonly #replica: Replica;
  readonly #text: Y.Text;
  readonly #undo: Y.UndoManager;
  readonly #shown = signal("");
  readonly #writers = signal<ReadonlySet<string>>(new Set());
  readonly #told = new Map<string, number>();
  readonly #listeners = new Set<Listener>();

  constructor(context: PartContext) {
    this.#context = context;
    const content = { root, isAllowed: isShownText };
    this.#replica = new Replica({ context, first: notesKinds.first, content });
    this.#text = this.#replica.doc.getText(root);
    this.carets = new Carets(context, this.#text, this.#shown);
    this.#undo = new Y.UndoManager(this.#text, {
      trackedOrigins: new Set<unknown>([this, ticked]),
      captureTimeout: togetherMs,
    });
    this.#text.observe(({ delta, transaction }) => {
      this.#shown.value = this.#text.toString();
      for (const listener of this.#listeners) listener(delta, transaction.origin === this);
    });
  }

  get text(): ReadonlySignal<string> {
    return this.#shown;
  }

  /** Of the others, who have written since we were here. */
  readonly writers = computed(() => [...this.#writers.value]);

  /** The result ends it. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the person has done. Undefined if it was made; it may be cleaned of what cannot be seen. */
  makeEdit({ at, removed, inserted }: Edit): Refusal | undefined {
    if (inserted.length > longestEdit) return "long";
    if (inserted !== "" && !this.#replica.hasRoom) return "full";
    const clean = toText(inserted);
    this.#replica.doc.transact(() => {
      if (removed > 0) this.#text.delete(at, removed);
      if (clean !== "") this.#text.insert(at, clean);
    }, this);
    return undefined;
  }

  /** Marks a task as done, or as not done. */
  tickTask({ mark, isDone }: Task): void {
    this.#replica.doc.transact(() => {
      this.#text.delete(mark, 1);
      this.#text.insert(mark, isDone ? " " : "x");
    }, ticked);
  }

  /** One's own changes alone. */
  takeBack(): void {
    this.#undo.undo();
  }
  makeAgain(): void {
    this.#undo.redo();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const before = this.#shown.peek();
    if (this.#replica.receive(sid, kind, payload)) {
      if (before !== this.#shown.peek() && !this.#writers.peek().has(sid))
        this.#writers.value = new Set(this.#writers.peek()).add(sid);
    } else if (kind === notesKinds.caret) this.carets.receive(sid, payload);
    else if (kind === notesKinds.ask) this.#tellText(sid, payload);
    else throw new ProtocolError("unknown-kind", "of notes");
  }

  peerReady(sid: string): void {
    this.#replica.peerReady(sid);
    this.carets.tellOne(sid);
  }

  peerGone(sid: string): void {
    this.#replica.peerGone(sid);
    this.carets.forget(sid);
    this.#told.delete(sid);
  }

  stop(forget: boolean): void {
    this.carets.forgetAll();
    this.#replica.closeDoc();
    if (forget) this.#shown.value = "";
  }

  #tellText(sid: string, payload: Bytes): void {
    if (payload.length > 0) throw new ProtocolError("bad-message", "a question with words");
    const now = performance.now();
    if (now - (this.#told.get(sid) ?? Number.NEGATIVE_INFINITY) < tellPauseMs) return;
    this.#told.set(sid, now);
    for (const piece of piecesOf(this.#shown.peek()))
      this.#context.send(sid, notesKinds.tell, piece);
  }
}

/** What a member of today writes: nothing that cannot be seen, and no other line breaks. */
function isShownText(content: unknown): boolean {
  return content instanceof Y.ContentString && toText(content.str) === content.str;
}
