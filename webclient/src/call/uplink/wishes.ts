// What we show of the others' pictures, said to each: not more often than they may be asked, larger
// soon, smaller once that has lasted, none at once.
import type { WantMessage } from "../../net/protocol.ts";
import type { Shown, WantLine } from "./model.ts";

/** Without a change for so long, in ms. */
const largerMs = 300;
const smallerMs = 1000;
/** Between two messages to one peer. */
const periodMs = 500;

interface Word {
  said: Shown | undefined;
  next: Shown;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Wishes {
  readonly #send: (sid: string, message: WantMessage) => boolean;
  /** By sid, then by line. */
  readonly #words = new Map<string, Map<WantLine, Word>>();
  readonly #saidAt = new Map<string, number>();
  /** kbit/s that our line takes of each camera's picture. */
  #limit: number | undefined;

  /** `send` is false where it cannot be said at the moment. */
  constructor(send: (sid: string, message: WantMessage) => boolean) {
    this.#send = send;
  }

  /** Our line takes no more than this of each camera's picture, in kbit/s. */
  setLimit(limit: number | undefined): void {
    if (limit === this.#limit) return;
    this.#limit = limit;
    for (const [sid, lines] of this.#words) {
      const word = lines.get("camera");
      if (word !== undefined) this.show(sid, "camera", word.next);
    }
  }

  /** What is shown of this person from now on. */
  show(sid: string, line: WantLine, picture: Shown): void {
    const shown = line === "camera" ? { ...picture, limit: this.#limit } : picture;
    const lines = this.#words.get(sid) ?? new Map<WantLine, Word>();
    this.#words.set(sid, lines);
    const word = lines.get(line) ?? { said: undefined, next: shown, timer: undefined };
    lines.set(line, word);
    if (word.timer !== undefined && isSame(word.next, shown)) return;
    word.next = shown;
    clearTimeout(word.timer);
    word.timer = undefined;
    if (isSame(word.said, shown)) return;
    this.#sayIn(sid, line, word, waitFor(word.said, shown));
  }

  /** A new channel: the peer knows nothing of what was said before. */
  sayAgain(sid: string): void {
    for (const [line, word] of this.#words.get(sid) ?? []) {
      word.said = undefined;
      clearTimeout(word.timer);
      this.#sayIn(sid, line, word, 0);
    }
  }

  forget(sid: string): void {
    for (const { timer } of this.#words.get(sid)?.values() ?? []) clearTimeout(timer);
    this.#words.delete(sid);
    this.#saidAt.delete(sid);
  }

  close(): void {
    for (const sid of [...this.#words.keys()]) this.forget(sid);
  }

  #sayIn(sid: string, line: WantLine, word: Word, ms: number): void {
    const soonest = (this.#saidAt.get(sid) ?? Number.NEGATIVE_INFINITY) + periodMs;
    const wait = Math.max(ms, soonest - performance.now());
    if (wait <= 0) this.#say(sid, line, word);
    else word.timer = setTimeout(() => this.#sayIn(sid, line, word, 0), wait);
  }

  #say(sid: string, line: WantLine, word: Word): void {
    word.timer = undefined;
    const { height, rank, limit } = word.next;
    const message = { kind: "want", line, height, rank, ...(limit !== undefined && { limit }) };
    // Where there is no channel yet, it is said when there is one.
    if (!this.#send(sid, message as WantMessage)) return;
    word.said = word.next;
    this.#saidAt.set(sid, performance.now());
  }
}

function waitFor(said: Shown | undefined, next: Shown): number {
  if (said === undefined || next.height === 0) return 0;
  return next.height < said.height ? smallerMs : largerMs;
}

function isSame(one: Shown | undefined, other: Shown): boolean {
  return one?.height === other.height && one.rank === other.rank && one.limit === other.limit;
}
