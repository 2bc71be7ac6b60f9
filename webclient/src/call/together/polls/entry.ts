// One poll, as this client knows it.

import type { Counted, SecretCount } from "./count.ts";
import type { CountMessage } from "./messages.ts";
import {
  type Choices,
  type GivenAnswer,
  type NewPoll,
  type NoCount,
  type Poll,
  stepsOf,
} from "./model.ts";

interface Given extends GivenAnswer {
  /** Said after the end: nothing follows. */
  readonly final?: boolean;
}

export interface Origin {
  readonly id: string;
  /** Undefined for our own. */
  readonly asker: string | undefined;
  readonly askerName: string;
  readonly toldBy?: string;
}

export class PollEntry {
  readonly origin: Origin;
  readonly asked: NewPoll;
  state: Poll["state"] = "open";
  own: Choices = [];
  /** We have said something, and may have taken it back. */
  hasAnswered = false;
  /** Of others, by sid; of an open poll. */
  readonly answers = new Map<string, Given>();
  /** Of a secret poll: the others who have answered, or false once they have taken it back. */
  readonly answered = new Map<string, boolean>();
  counts: readonly number[] | undefined;
  uncounted: NoCount | undefined;
  missing: string | undefined;
  count: SecretCount | undefined;
  /** What of a secret count came before the end was said, by sender and kind. */
  readonly #kept = new Map<string, readonly [string, CountMessage]>();
  voters: readonly string[] = [];
  /** Of a poll that was over before we heard of it. */
  told: readonly GivenAnswer[] | undefined;

  constructor(origin: Origin, asked: NewPoll) {
    this.origin = origin;
    this.asked = asked;
  }

  get isOver(): boolean {
    return this.state === "closed";
  }

  /** A member's answer; one more after the end, if it says that it is its last. */
  noteAnswer(sid: string, name: string, choices: Choices, final: boolean): void {
    const before = this.answers.get(sid);
    if (before?.final || (this.isOver && !final) || this.told !== undefined) return;
    if (choices.length === 0) this.answers.delete(sid);
    else this.answers.set(sid, { sid, name, choices, final });
  }

  keepStep(sid: string, message: CountMessage): void {
    this.#kept.set(`${sid} ${message.kind}`, [sid, message]);
  }

  takeKept(): readonly (readonly [string, CountMessage])[] {
    const kept = [...this.#kept.values()];
    this.#kept.clear();
    return kept;
  }

  /** The end, without a result where `uncounted` says why. */
  finish(uncounted?: NoCount, missing?: string): void {
    if (this.isOver) return;
    this.state = "closed";
    this.#kept.clear();
    this.uncounted = uncounted;
    this.missing = missing;
  }

  /** A secret count has come to its end. */
  takeCounts(counted: Counted): void {
    const isMultiple = this.asked.type === "multiple";
    const [values = []] = counted;
    this.counts = Array.from({ length: stepsOf(this.asked) }, (_, i) =>
      // A ballot that says what nobody can choose is its voter's loss.
      isMultiple
        ? (counted[i] ?? []).filter((value) => value === 1).length
        : values.filter((value) => value === i).length,
    );
    this.finish();
  }

  /** What we put into a secret count. */
  get ballot(): readonly number[] {
    if (this.asked.type !== "multiple") return this.own;
    return this.asked.choices.map((_, i) => (this.own.includes(i) ? 1 : 0));
  }

  snapshot(ownName: string): Poll {
    const { asker, ...origin } = this.origin;
    const answers = this.asked.secret ? [] : this.#allAnswers(ownName);
    const counts = this.asked.secret ? this.counts : countsOf(this.asked, answers);
    return {
      ...this.asked,
      ...origin,
      ...(asker !== undefined && { asker }),
      state: this.state,
      own: this.own,
      answers,
      answered: this.asked.secret ? this.#secretAnswers() : answers.length,
      ...(counts !== undefined && { counts }),
      ...(this.uncounted !== undefined && { uncounted: this.uncounted }),
      ...(this.missing !== undefined && { missing: this.missing }),
    };
  }

  #allAnswers(ownName: string): readonly GivenAnswer[] {
    if (this.told !== undefined) return this.told;
    const others = [...this.answers.values()].map(({ final: _, ...answer }) => answer);
    return this.own.length > 0 ? [{ name: ownName, choices: this.own }, ...others] : others;
  }

  /** Once it is counted, of those who were. */
  #secretAnswers(): number {
    if (this.state !== "open" && this.voters.length > 0) return this.voters.length;
    const others = [...this.answered.values()].filter((answered) => answered);
    return others.length + Math.min(1, this.own.length);
  }
}

function countsOf(asked: NewPoll, answers: readonly GivenAnswer[]): number[] {
  const counts = Array.from({ length: stepsOf(asked) }, () => 0);
  for (const { choices } of answers)
    for (const choice of choices) counts[choice] = (counts[choice] ?? 0) + 1;
  return counts;
}
