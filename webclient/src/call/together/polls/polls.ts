// Polls among the members of a call (protocol, section 4.12). Anybody asks; what was said in the
// open, each says for itself, and what is secret is counted by all together (count.ts).
import { computed, signal } from "@preact/signals-core";
import { type Bytes, random, toBase64url } from "../../../crypto/bytes.ts";
import { toLine } from "../../../net/characters.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { EarlyWords } from "../early.ts";
import { encodePayload } from "../json.ts";
import type { Part, PartContext } from "../part.ts";
import { Recalls } from "../recalls.ts";
import { Counting } from "./counting.ts";
import { PollEntry } from "./entry.ts";
import {
  type AskMessage,
  decodePoll,
  isAnswerTo,
  type PollMessage,
  type PollWord,
  pollKinds,
  type ToldMessage,
} from "./messages.ts";
import {
  type Choices,
  leastSecret,
  type NewPoll,
  type NoCount,
  type Poll,
  type Polls,
  pollLimits,
} from "./model.ts";
import { closeMessage, isTeller, ownMessage, toldMessage, votersOf } from "./telling.ts";

export class PollsPart implements Part, Polls {
  readonly #context: PartContext;
  readonly polls = signal<readonly Poll[]>([]);
  readonly mayAsk = computed(() => this.#mayAsk(this.polls.value));
  readonly maySecret = computed(() => this.#people.value >= leastSecret);
  readonly #people = signal(1);
  /** The newest last. */
  readonly #entries = new Map<string, PollEntry>();
  readonly #early = new EarlyWords<PollWord>(8);
  readonly #recalls = new Recalls();
  /** What a member has asked: it may be said again. */
  readonly #asked = new Map<string, Set<string>>();
  readonly #counting: Counting;

  constructor(context: PartContext) {
    this.#context = context;
    this.#counting = new Counting(context, (entry, uncounted, missing) => {
      this.#finish(entry, uncounted, missing);
      this.#publish();
    });
    this.#countPeople();
  }

  askPoll({ type, secret, ...asked }: NewPoll): boolean {
    const question = toLine(asked.question);
    const most = type === "scale" ? 2 : pollLimits.choices;
    const choices = asked.choices.slice(0, most).map(toLine).filter(Boolean);
    if (question === "" || choices.length < 2 || !this.#mayAsk(this.polls.peek())) return false;
    const id = toBase64url(random(8));
    const origin = { id, asker: undefined, askerName: this.#context.name() };
    const entry = new PollEntry(origin, { question, type, choices, secret });
    this.#addEntry(entry, this.#context.sid);
    this.#broadcast({ kind: "poll", id, ...entry.asked });
    this.#publish();
    return true;
  }

  answer(id: string, choices: Choices): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.state !== "open" || !isAnswerTo(entry.asked, choices)) return;
    entry.own = choices;
    entry.hasAnswered = true;
    this.#broadcast(ownMessage(entry));
    this.#publish();
  }

  close(id: string): void {
    const entry = this.#entries.get(id);
    if (entry?.state !== "open" || entry.origin.asker !== undefined) return;
    const voters = entry.asked.secret ? votersOf(this.#context, entry) : undefined;
    this.#broadcast(closeMessage(id, voters));
    this.#endPoll(entry, voters ?? []);
    this.#publish();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const message = decodePoll(kind, payload);
    if (message.kind === "poll") this.#takePoll(sid, message);
    else if (message.kind === "told") this.#takeTold(sid, message);
    else if (message.kind === "recall") {
      if (this.#recalls.allows(sid)) this.#tellAll(sid);
    } else {
      const entry = this.#entries.get(message.id);
      if (entry !== undefined) this.#takeWord(sid, entry, message);
      else this.#early.keepWord(sid, message);
    }
    this.#publish();
  }

  /** It may be new, or have missed what was said while its connection was replaced. */
  peerReady(sid: string): void {
    // What was said before we were here may be lost.
    if (this.#entries.size === 0) this.#sendTo(sid, { kind: "recall" });
    this.#tellAll(sid);
    this.#countPeople();
  }

  #tellAll(sid: string): void {
    for (const entry of this.#entries.values()) {
      const { asker, id } = entry.origin;
      if (!entry.isOver && asker === undefined)
        this.#sendTo(sid, { kind: "poll", id, ...entry.asked });
      if (entry.state === "open" && entry.own.length > 0) this.#sendTo(sid, ownMessage(entry));
      if (entry.state === "counting" && asker === undefined)
        this.#sendTo(sid, closeMessage(id, entry.voters));
      entry.count?.repeat(sid);
      if (entry.isOver && isTeller(this.#context, entry, sid))
        this.#sendTo(sid, toldMessage(entry, this.#context.name()));
    }
  }

  peerGone(sid: string): void {
    this.#early.forget(sid);
    for (const entry of this.#entries.values()) {
      if (entry.isOver) continue;
      entry.answered.delete(sid);
      if (entry.voters.includes(sid)) this.#finish(entry, "left", this.#context.nameOf(sid));
      else if (entry.origin.asker === sid)
        this.#finish(entry, entry.asked.secret ? "left" : undefined, entry.origin.askerName);
    }
    this.#countPeople(sid);
    this.#publish();
  }

  stop(forget: boolean): void {
    for (const entry of this.#entries.values())
      if (!entry.isOver) this.#finish(entry, entry.asked.secret ? "left" : undefined);
    if (forget) this.#entries.clear();
    this.#publish();
  }

  #takePoll(sid: string, { kind: _, id, ...asked }: AskMessage): void {
    const known = this.#entries.get(id);
    if (known !== undefined) {
      if (known.origin.asker !== sid) throw new ProtocolError("bad-message", "another's poll");
      return;
    }
    const ids = this.#asked.get(sid) ?? new Set();
    this.#asked.set(sid, ids.add(id));
    if (ids.size > pollLimits.each) throw new ProtocolError("bad-message", "too many polls");
    const origin = { id, asker: sid, askerName: this.#context.nameOf(sid) };
    this.#addEntry(new PollEntry(origin, asked), sid);
  }

  /** Of a poll that is over; of one that we know we keep what we have heard ourselves. */
  #takeTold(sid: string, message: ToldMessage): void {
    const { id, question, type, choices, secret } = message;
    const known = this.#entries.get(id);
    if (known !== undefined) {
      const isCounted = known.voters.includes(this.#context.sid);
      if (known.origin.asker !== sid || known.isOver || isCounted) return;
      known.counts = message.counts;
      known.own = secret ? [] : known.own;
      this.#finish(known, message.uncounted);
      return;
    }
    if (this.#entries.size >= pollLimits.all) return;
    const origin = { id, asker: "", askerName: message.asker, toldBy: this.#context.nameOf(sid) };
    const entry = new PollEntry(origin, { question, type, choices, secret });
    entry.told = message.answers ?? [];
    entry.counts = message.counts;
    entry.finish(message.uncounted);
    this.#keepEntry(entry);
  }

  #takeWord(sid: string, entry: PollEntry, message: PollWord): void {
    const isSecret = message.kind !== "answer" && message.kind !== "close";
    if (message.kind !== "close" && isSecret !== entry.asked.secret)
      throw new ProtocolError("bad-message", message.kind);
    if (message.kind === "answer") {
      if (!isAnswerTo(entry.asked, message.choices))
        throw new ProtocolError("bad-message", "no such choice");
      entry.noteAnswer(sid, this.#context.nameOf(sid), message.choices, message.final ?? false);
    } else if (message.kind === "answered") this.#noteAnswered(sid, entry, message.answered);
    else if (message.kind === "close") this.#takeClose(sid, entry, message.voters);
    else if (entry.state === "open") entry.keepStep(sid, message);
    else if (entry.state === "counting") this.#counting.receive(entry, sid, message);
  }

  #noteAnswered(sid: string, entry: PollEntry, answered: boolean): void {
    entry.answered.set(sid, answered);
    if (!answered && entry.state === "counting" && entry.voters.includes(sid))
      this.#finish(entry, "left", this.#context.nameOf(sid));
  }

  #takeClose(sid: string, entry: PollEntry, voters: readonly string[] | undefined): void {
    const isOdd = (voters !== undefined) !== entry.asked.secret;
    if (entry.origin.asker !== sid || isOdd || new Set(voters).size !== (voters ?? []).length)
      throw new ProtocolError("bad-message", "close");
    if (entry.state === "open") this.#endPoll(entry, voters ?? []);
  }

  #endPoll(entry: PollEntry, voters: readonly string[]): void {
    const { id, asker } = entry.origin;
    if (!entry.asked.secret) {
      // A change that has crossed with the end counts for all or for nobody.
      if (asker !== undefined && entry.hasAnswered)
        this.#broadcast({ kind: "answer", id, choices: entry.own, final: true });
      this.#finish(entry);
    } else if (voters.length < leastSecret) this.#finish(entry, "few");
    else this.#endSecret(entry, voters);
  }

  #endSecret(entry: PollEntry, voters: readonly string[]): void {
    entry.voters = voters;
    entry.state = "counting";
    this.#counting.expect(entry);
    const here = [this.#context.sid, ...this.#context.members()];
    const gone = voters.find(
      (voter) => !here.includes(voter) || entry.answered.get(voter) === false,
    );
    if (gone !== undefined) this.#finish(entry, "left", this.#context.nameOf(gone));
    else if (!voters.includes(this.#context.sid)) entry.own = [];
    else if (entry.own.length === 0) this.#finish(entry, "left", this.#context.name());
    else this.#counting.beginCount(entry);
  }

  /** The end; whoever was not counted is told by the asker. */
  #finish(entry: PollEntry, uncounted?: NoCount, missing?: string): void {
    this.#counting.forget(entry);
    entry.finish(uncounted, missing || undefined);
    if (entry.origin.asker !== undefined || entry.voters.length === 0) return;
    for (const sid of this.#context.members())
      if (!entry.voters.includes(sid)) this.#sendTo(sid, toldMessage(entry, this.#context.name()));
  }

  #addEntry(entry: PollEntry, sid: string): void {
    const asker = sid === this.#context.sid ? undefined : sid;
    for (const other of this.#entries.values())
      if (other.origin.asker === asker && other.state === "open")
        this.#finish(other, other.asked.secret ? "left" : undefined);
    this.#keepEntry(entry);
    for (const [from, word] of this.#early.takeWords(entry.origin.id))
      this.#takeEarly(from, entry, word);
  }

  /** Whoever is wrong here is not the one who speaks at this moment. */
  #takeEarly(sid: string, entry: PollEntry, word: PollWord): void {
    try {
      this.#takeWord(sid, entry, word);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }

  #keepEntry(entry: PollEntry): void {
    this.#entries.set(entry.origin.id, entry);
    const [oldest] = [...this.#entries.values()].filter(({ isOver }) => isOver);
    if (this.#entries.size > pollLimits.all && oldest !== undefined)
      this.#entries.delete(oldest.origin.id);
  }

  #sendTo(sid: string, message: PollMessage): void {
    this.#context.send(sid, pollKinds[message.kind], encodePayload(message));
  }

  #broadcast(message: PollMessage): void {
    this.#context.broadcast(pollKinds[message.kind], encodePayload(message));
  }

  #mayAsk(polls: readonly Poll[]): boolean {
    const own = polls.filter(({ asker }) => asker === undefined);
    return own.length < pollLimits.each && own.every(({ state }) => state !== "open");
  }

  #countPeople(without?: string): void {
    this.#people.value = 1 + this.#context.members().filter((sid) => sid !== without).length;
  }

  #publish(): void {
    const name = this.#context.name();
    this.polls.value = [...this.#entries.values()].map((entry) => entry.snapshot(name));
  }
}
