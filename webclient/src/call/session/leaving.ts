// Who is gone: by its own good-bye, which is final, by a word of the server, which is a hint
// (protocol, section 3.3), or because it broke the rules.
import type { ClientMessage, DenyMessage } from "../../net/protocol.ts";
import type { HostDesk } from "../admission/hostadmission.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";

export class Departures {
  readonly #members: Members;
  readonly #desk: HostDesk | undefined;
  readonly #state: CallState;
  readonly #send: (message: ClientMessage) => void;
  /** Gone as the server says, although we still reach them directly. */
  readonly #doubtful = new Set<string>();

  constructor(
    members: Members,
    desk: HostDesk | undefined,
    state: CallState,
    send: (message: ClientMessage) => void,
  ) {
    this.#members = members;
    this.#desk = desk;
    this.#state = state;
    this.#send = send;
  }

  /** A pair that lives is never ended by the server. */
  left(sid: string): void {
    if (this.#desk?.isWaiting(sid)) {
      this.#desk.gone(sid);
      this.#members.mesh.drop(sid);
    } else if (this.#members.mesh.isLive(sid)) this.#doubtful.add(sid);
    else this.#lose(sid);
  }

  /**
   * The server has somebody else under this sid. Whom we reach directly is not for the server to
   * take out.
   */
  async refused(sid: string): Promise<void> {
    if (this.#members.mesh.isLive(sid)) this.#state.report({ code: "bad-server" });
    else if (await this.#desk?.lose(sid)) this.#state.report({ code: "unknown-peer" });
  }

  /** A pair found no way to its peer yet ("failed"), or lost it. */
  cutOff(sid: string, how: "failed" | "reconnecting"): void {
    if (this.#doubtful.has(sid)) this.#lose(sid);
    else if (how === "failed") {
      this.#state.report({ code: "pair-failed", name: this.#members.mesh.nameOf(sid), until: sid });
    }
  }

  /** For good; the host takes them off the roster. */
  depart(sid: string): void {
    this.#members.depart(sid);
    void this.#desk?.release(sid);
  }

  /**
   * A pair was cut off. Only who is in the call is worth an alarm: whoever has the link may knock,
   * and says no more than that.
   */
  async attacked(sid: string, name: string, late: boolean): Promise<void> {
    const { mesh } = this.#members;
    if (mesh.isMember(sid) || mesh.isHost(sid)) {
      return this.#state.report({ code: "alarm", name, ...(late && { late }) });
    }
    const word = await this.#desk?.deny(sid);
    if (word !== undefined) this.turnAway(word);
    else {
      this.#state.turnedAwayAt.value = new Date();
      this.#desk?.gone(sid); // has not even proved a key
      mesh.drop(sid);
    }
    this.#state.report({ code: "knock-closed", ...(name !== "" && { name }) });
  }

  /** Host: passes the word on, and lets go of them. */
  turnAway(word: DenyMessage): void {
    this.#state.turnedAwayAt.value = new Date();
    this.#send(word);
    this.#members.mesh.drop(word.sid);
  }

  // May come back: for the host as somebody that it had let in, for a guest as long as the host's
  // list has it.
  #lose(sid: string): void {
    this.#doubtful.delete(sid);
    if (this.#desk === undefined) this.#members.mesh.miss(sid);
    else void this.#desk.lose(sid);
  }
}
