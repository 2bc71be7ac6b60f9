// Who has agreed to a recording, as every client keeps it for itself (protocol, section 4.15).
// Nothing here signs, sends or waits: answers come verified, and whoever asks gets a verdict.
//
// Each client withholds its own media from the recorder until its own person has agreed; that needs
// nobody's word. Beyond that it withholds them from whoever begins without all the others.
import type { Answer, Asked, SignedAnswer } from "../../crypto/consent.ts";
import type { SignedRoster } from "../../net/protocol.ts";
import type { Line } from "../../peer/lines.ts";
import { everyLine } from "../mesh/withheld.ts";
import type { AskMessage, OnMessage } from "./messages.ts";

export type Roster = Pick<SignedRoster, "epoch"> & {
  readonly members: readonly { readonly sid: string }[];
};

export type Stage =
  | "asking"
  | "on"
  /** It has begun without somebody: nothing of ours goes to the recorder. */
  | "broken";

/** The recording that is asked for or under way; there is one at a time. */
export interface Request extends Asked {
  readonly stage: Stage;
  /** When it began, in ms since 1970, by the recorder's clock. */
  readonly since: number | undefined;
  /** The newest of each. */
  readonly answers: ReadonlyMap<string, SignedAnswer>;
}

export const pictureLines: readonly Line[] = ["video", "screen"];

export class Consent {
  readonly #self: string;
  #request: Request | undefined;
  /** Has begun, by a list that is not ours yet. */
  #unjudged: OnMessage | undefined;
  /** Of our own last answer: who was in the call. */
  #answeredTo: ReadonlySet<string> | undefined;
  /** Who has begun something that nobody here agreed to, until it says that it is over. */
  readonly #rogues = new Map<string, string>();

  constructor(self: string) {
    this.#self = self;
  }

  get request(): Request | undefined {
    return this.#request;
  }

  /** "busy": another is open, and the answer is no. "again": it was said to us before. */
  takeAsk(
    recorder: string,
    { id, what, why = "", on = false }: AskMessage,
  ): "asked" | "again" | "busy" {
    const last = this.#request;
    if (last?.recorder === recorder && last.id === id) return "again";
    // Who asks for something else before it has begun no longer asks for the first.
    if (last !== undefined && (last.recorder !== recorder || last.stage !== "asking"))
      return "busy";
    this.#rogues.delete(recorder);
    this.#clearRequest();
    const stage = on ? "on" : "asking";
    this.#request = { id, recorder, what, why, stage, since: undefined, answers: new Map() };
    return "asked";
  }

  /**
   * What somebody says, ourselves included; the signature holds. False for what is about another
   * recording, or was said before.
   */
  takeAnswer(sid: string, id: string, answer: SignedAnswer, roster: Roster | undefined): boolean {
    const request = this.#request;
    if (request?.id !== id) return false;
    const last = request.answers.get(sid);
    if (last !== undefined && answer.at <= last.at) return false;
    this.#request = { ...request, answers: new Map(request.answers).set(sid, answer) };
    if (sid === this.#self) this.#answeredTo = new Set(roster?.members.map(({ sid }) => sid));
    return true;
  }

  /** The recorder says that it begins; the signatures in it hold, or `genuine` is false. */
  takeBegin(sid: string, on: OnMessage, genuine: boolean, roster: Roster | undefined): void {
    const request = this.#request;
    if (request === undefined || request.recorder !== sid || request.id !== on.id) {
      this.#rogues.set(sid, on.id);
      return;
    }
    if (!genuine) {
      this.#breakOff();
      return;
    }
    const answers = new Map(request.answers);
    for (const { sid, ...answer } of on.answers)
      if (answer.at > (answers.get(sid)?.at ?? -1)) answers.set(sid, answer);
    const { stage } = request;
    this.#request = {
      ...request,
      ...{ answers, since: on.since, stage: stage === "asking" ? "on" : stage },
    };
    if (stage !== "asking") return;
    this.#unjudged = on;
    this.noteRoster(roster);
  }

  /** The recorder says that it is over. Gives what it was, if it was anything. */
  takeEnd(sid: string, id: string): Request | undefined {
    if (this.#rogues.get(sid) === id) this.#rogues.delete(sid);
    const request = this.#request;
    if (request?.recorder !== sid || request.id !== id) return undefined;
    this.#clearRequest();
    return request;
  }

  /** There is a new list of members. Gives the recording if its recorder is no longer among them. */
  noteRoster(roster: Roster | undefined): Request | undefined {
    if (roster === undefined) return undefined;
    const sids = new Set(roster.members.map(({ sid }) => sid));
    for (const sid of this.#rogues.keys()) if (!sids.has(sid)) this.#rogues.delete(sid);
    const request = this.#request;
    if (request !== undefined && !sids.has(request.recorder)) {
      this.#clearRequest();
      return request;
    }
    this.#judgeBegin(roster);
    return undefined;
  }

  /** For the recorder: every member of this list has agreed. */
  isAgreed(roster: Roster | undefined): boolean {
    if (roster === undefined) return false;
    return roster.members.every(({ sid }) => {
      const { answer, epoch = 0 } = this.#request?.answers.get(sid) ?? {};
      // Who holds a newer list may know of somebody whom we do not know of.
      return agrees(answer) && epoch <= roster.epoch;
    });
  }

  answerOf(sid: string): Answer | undefined {
    return this.#request?.answers.get(sid)?.answer;
  }

  /** What of ours does not go to whom. */
  withheld(): ReadonlyMap<string, readonly Line[]> {
    const lines = new Map([...this.#rogues.keys()].map((sid) => [sid, everyLine]));
    const request = this.#request;
    if (request === undefined || request.recorder === this.#self) return lines;
    const own = this.answerOf(this.#self);
    const unheard = this.#unjudged !== undefined || request.stage === "broken";
    if (unheard || (request.stage === "on" && !agrees(own))) lines.set(request.recorder, everyLine);
    else if (own === "yes-without-picture" && !lines.has(request.recorder))
      lines.set(request.recorder, pictureLines);
    return lines;
  }

  /** Whose media are withheld from us, who record, of these. */
  silent(members: readonly string[]): string[] {
    const { stage, recorder } = this.#request ?? {};
    if (stage !== "on" || recorder !== this.#self) return [];
    return members.filter((sid) => !agrees(this.answerOf(sid)));
  }

  /** Those who record without having been allowed to. */
  get rogues(): readonly string[] {
    const { stage, recorder } = this.#request ?? {};
    return [...this.#rogues.keys(), ...(stage === "broken" && recorder ? [recorder] : [])];
  }

  /**
   * Whether all have agreed who were there when we did. Who came later is asked as a newcomer; to
   * whom we have not answered at all it is no matter of ours.
   */
  #judgeBegin(roster: Roster): void {
    const on = this.#unjudged;
    if (on === undefined || roster.epoch < on.epoch) return; // the list is on its way
    this.#unjudged = undefined;
    const agreed = new Set(on.answers.flatMap((one) => (agrees(one.answer) ? one.sid : [])));
    const isNewer = roster.epoch > on.epoch;
    const named = roster.members.filter(({ sid }) => !isNewer || this.#answeredTo?.has(sid));
    const isTooOld = on.answers.some(({ epoch }) => epoch > on.epoch);
    const isOurs = this.#request?.recorder === this.#self || this.#answeredTo === undefined;
    if (!isOurs && (isTooOld || named.some(({ sid }) => !agreed.has(sid)))) this.#breakOff();
  }

  #breakOff(): void {
    this.#unjudged = undefined;
    if (this.#request !== undefined) this.#request = { ...this.#request, stage: "broken" };
  }

  #clearRequest(): void {
    this.#request = undefined;
    this.#unjudged = undefined;
    this.#answeredTo = undefined;
  }
}

export function agrees(answer: Answer | undefined): boolean {
  return answer === "yes" || answer === "yes-without-picture";
}
