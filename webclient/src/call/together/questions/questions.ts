// Questions that wait for their turn, with the hands of those who want them answered (protocol,
// section 4.13). Everybody speaks for their own questions and hands; the host takes them up.
import { computed, signal } from "@preact/signals-core";
import { type Bytes, random, toBase64url } from "../../../crypto/bytes.ts";
import { toLine } from "../../../net/characters.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { EarlyWords } from "../early.ts";
import { encodePayload } from "../json.ts";
import type { Part, PartContext } from "../part.ts";
import { Recalls } from "../recalls.ts";
import { decodeQuestion, type QuestionMessage, questionKinds } from "./messages.ts";
import { type Mark, type Question, type Questions, questionLimits } from "./model.ts";

interface Entry {
  readonly id: string;
  /** Undefined for our own. */
  readonly author: string | undefined;
  readonly name: string;
  readonly text: string;
  /** Of others, by sid. */
  readonly hands: Set<string>;
  raised: boolean;
  mark: Mark;
}

/** What is said of a question by others than its author. */
type Word = Extract<QuestionMessage, { readonly kind: "raise" | "mark" }>;

const rank: Readonly<Record<Mark, number>> = { taken: 0, open: 1, answered: 2 };

export class QuestionsPart implements Part, Questions {
  readonly #context: PartContext;
  readonly questions = signal<readonly Question[]>([]);
  readonly mayAsk = computed(() => this.#mayAsk(this.questions.value));
  /** In the order in which they came. */
  readonly #entries = new Map<string, Entry>();
  readonly #early = new EarlyWords<Word>(questionLimits.all);
  readonly #recalls = new Recalls();
  /** What somebody has asked, withdrawn or without a place too: it may be said again. */
  readonly #asked = new Map<string, Set<string>>();

  constructor(context: PartContext) {
    this.#context = context;
  }

  askQuestion(written: string): void {
    const text = [...toLine(written)].slice(0, questionLimits.text).join("").trim();
    if (text === "" || !this.#mayAsk(this.questions.peek())) return;
    const id = toBase64url(random(8));
    this.#noteAsked(this.#context.sid, id);
    this.#addEntry({ id, author: undefined, name: this.#context.name(), text });
    this.#broadcast({ kind: "question", id, text });
    this.#publish();
  }

  raise(id: string, up: boolean): void {
    const entry = this.#entries.get(id);
    if (entry?.author === undefined || entry.raised === up) return;
    entry.raised = up;
    this.#broadcast({ kind: "raise", id, up });
    this.#publish();
  }

  mark(id: string, mark: Mark): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || !this.#context.isHostSelf()) return;
    entry.mark = mark;
    this.#broadcast({ kind: "mark", id, mark });
    this.#publish();
  }

  withdraw(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.author !== undefined) return;
    this.#entries.delete(id);
    this.#broadcast({ kind: "withdraw", id });
    this.#publish();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const message = decodeQuestion(kind, payload);
    if (message.kind !== "recall") this.#takeMessage(sid, message);
    else if (this.#recalls.allows(sid)) this.#tellAll(sid);
    this.#publish();
  }

  #takeMessage(sid: string, message: Exclude<QuestionMessage, { readonly kind: "recall" }>): void {
    const entry = this.#entries.get(message.id);
    if (message.kind === "question") this.#takeQuestion(sid, entry, message);
    else if (message.kind === "withdraw") this.#takeBack(sid, entry);
    else if (message.kind === "told") this.#takeTold(sid, entry, message);
    else if (entry !== undefined) this.#takeWord(sid, entry, message);
    else this.#early.keepWord(sid, message);
  }

  /** Each says its own; the host speaks for who has left. */
  peerReady(sid: string): void {
    // What was said before we were here may be lost.
    if (this.#entries.size === 0) this.#sendTo(sid, { kind: "recall" });
    this.#tellAll(sid);
  }

  #tellAll(sid: string): void {
    const isHost = this.#context.isHostSelf();
    const here = new Set(this.#context.members());
    for (const { id, author, text, name, raised, mark } of this.#entries.values()) {
      if (author === undefined) this.#sendTo(sid, { kind: "question", id, text });
      else if (isHost && !here.has(author))
        this.#sendTo(sid, { kind: "told", id, text, name: name || "?" });
      if (raised) this.#sendTo(sid, { kind: "raise", id, up: true });
      if (isHost && mark !== "open") this.#sendTo(sid, { kind: "mark", id, mark });
    }
  }

  /** A question stays when its author goes, a hand does not. */
  peerGone(sid: string): void {
    this.#early.forget(sid);
    for (const { hands } of this.#entries.values()) hands.delete(sid);
    this.#publish();
  }

  stop(forget: boolean): void {
    if (forget) this.#entries.clear();
    this.#publish();
  }

  #takeQuestion(
    sid: string,
    known: Entry | undefined,
    message: { id: string; text: string },
  ): void {
    const { id, text } = message;
    if (known !== undefined) {
      if (known.author !== sid || known.text !== text)
        throw new ProtocolError("bad-message", "another's question");
      return;
    }
    if (this.#noteAsked(sid, id) > questionLimits.each)
      throw new ProtocolError("bad-message", "too many questions");
    this.#addEntry({ id, author: sid, name: this.#context.nameOf(sid), text });
  }

  #takeBack(sid: string, entry: Entry | undefined): void {
    if (entry === undefined) return;
    if (entry.author !== sid) throw new ProtocolError("bad-message", "another's question");
    this.#entries.delete(entry.id);
  }

  #takeTold(
    sid: string,
    known: Entry | undefined,
    { id, text, name }: { id: string; text: string; name: string },
  ): void {
    if (known === undefined && this.#context.isHost(sid))
      this.#addEntry({ id, author: "", name, text });
  }

  /** Whoever has just handed the host's role on may still speak as one: that means nothing. */
  #takeWord(sid: string, entry: Entry, message: Word): void {
    if (message.kind === "mark") {
      if (this.#context.isHost(sid)) entry.mark = message.mark;
    } else if (entry.author === sid) throw new ProtocolError("bad-message", "its own question");
    else if (message.up) entry.hands.add(sid);
    else entry.hands.delete(sid);
  }

  #addEntry(made: Pick<Entry, "id" | "author" | "name" | "text">): void {
    const isFull = this.#entries.size >= questionLimits.all;
    const oldest = [...this.#entries.values()].find(({ mark }) => mark === "answered");
    if (isFull && oldest === undefined) return;
    if (isFull && oldest !== undefined) this.#entries.delete(oldest.id);
    const entry: Entry = { ...made, hands: new Set(), raised: false, mark: "open" };
    this.#entries.set(made.id, entry);
    for (const [sid, word] of this.#early.takeWords(made.id))
      if (word.kind !== "raise" || sid !== made.author) this.#takeWord(sid, entry, word);
  }

  #noteAsked(sid: string, id: string): number {
    const asked = this.#asked.get(sid) ?? new Set();
    this.#asked.set(sid, asked.add(id));
    return asked.size;
  }

  #mayAsk(questions: readonly Question[]): boolean {
    const asked = this.#asked.get(this.#context.sid)?.size ?? 0;
    return asked < questionLimits.each && questions.length < questionLimits.all;
  }

  #sendTo(sid: string, message: QuestionMessage): void {
    this.#context.send(sid, questionKinds[message.kind], encodePayload(message));
  }

  #broadcast(message: QuestionMessage): void {
    this.#context.broadcast(questionKinds[message.kind], encodePayload(message));
  }

  #publish(): void {
    const all = [...this.#entries.values()].map(({ author, hands, ...rest }) => ({
      ...rest,
      ...(author !== undefined && { author }),
      hands: hands.size + Number(rest.raised),
    }));
    this.questions.value = all.sort((a, b) => rank[a.mark] - rank[b.mark] || b.hands - a.hands);
  }
}
