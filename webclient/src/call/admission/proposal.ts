// The list by which the host's role goes to a member, from when it is signed until it is known who is
// the host (protocol, section 4.11).
import type { Member, ServerMessage, SignedRoster } from "../../net/protocol.ts";

/** How long the server's word is waited for before anything else is signed, in ms. */
export const answerMs = 5_000;

export class Proposal {
  readonly roster: SignedRoster;
  /** Whose role it was, and whose it is to be. */
  readonly from: string;
  readonly to: string;
  /** Resolves to whether the member is the host. */
  readonly outcome: Promise<boolean>;
  /** Resolves once the server has said something to it, or has had the time to. */
  readonly answered: Promise<void>;
  #settle: (isMoved: boolean) => void = () => {};
  #answer: () => void = () => {};
  /** "taken": as the server says; the member has not shown yet that it is the host. */
  #state: "open" | "taken" | "moved" | "void" = "open";
  #isAnswered = false;

  constructor(roster: SignedRoster, from: string, to: string) {
    this.roster = roster;
    this.from = from;
    this.to = to;
    this.outcome = new Promise((settle) => {
      this.#settle = settle;
    });
    this.answered = new Promise((answer) => {
      this.#answer = answer;
      setTimeout(answer, answerMs);
    });
  }

  get isTaken(): boolean {
    return this.#state === "taken" || this.#state === "moved";
  }

  /** The same people in the roles of before, as long as it has not come to anything. */
  undo(members: readonly Member[]): readonly Member[] {
    if (this.#state === "moved" || !members.some(({ sid }) => sid === this.from)) return members;
    return members.map(({ sid, key }) => {
      return { sid, key, role: sid === this.from ? "host" : "guest" };
    });
  }

  /**
   * The server says something; `newest` is the epoch of what the host has signed last. True if it
   * means nothing else.
   */
  hear(message: ServerMessage, newest: number): boolean {
    if (this.#state === "moved" || this.#state === "void") return false;
    // Then it is the newer list that holds, unless the member has signed one, too.
    const isOvertaken = newest > this.roster.epoch;
    if (message.kind === "roster") this.#hearRoster(message, isOvertaken);
    if (message.kind === "welcome") {
      if (message.role === "host") this.abandon();
      else if (!isOvertaken) this.#take();
    }
    // Without a sid it is about a frame.
    if (message.kind !== "error" || this.#isAnswered) return false;
    if (message.code !== "stale-epoch" && message.sid === undefined) return false;
    this.#isAnswered = true;
    if (!isOvertaken) this.abandon();
    return true;
  }

  /** It comes to nothing. */
  abandon(): void {
    if (this.#state !== "moved") this.#end("void");
  }

  /** The member is the host. */
  complete(): void {
    this.#end("moved");
  }

  #hearRoster({ epoch, members }: SignedRoster, isOvertaken: boolean): void {
    if (epoch < this.roster.epoch) return;
    this.#isAnswered = true;
    if (epoch === this.roster.epoch) {
      if (!isOvertaken) this.#take();
    } else if (members.some(({ sid, role }) => sid === this.from && role === "host")) {
      this.abandon();
    } else this.#take();
  }

  #take(): void {
    this.#state = "taken";
    this.#answer();
  }

  #end(state: "moved" | "void"): void {
    this.#state = state;
    this.#answer();
    this.#settle(state === "moved");
  }
}
