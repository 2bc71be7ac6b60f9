// Who is gone: by its own good-bye, which is final, by a word of the server, which is a hint
// (protocol, section 3.3), or because it broke the rules.
import type { ClientMessage, DenyMessage } from "../../net/protocol.ts";
import type { HostSeat } from "../admission/hostseat.ts";
import type { Members } from "../mesh/members.ts";
import type { HostAway, PeerState } from "../model.ts";
import type { CallState } from "../state.ts";

export class Leaving {
  readonly #members: Members;
  readonly #seat: HostSeat;
  readonly #state: CallState;
  readonly #send: (message: ClientMessage) => void;
  /** Gone as the server says, although we still reach them directly. */
  readonly #doubtful = new Set<string>();

  constructor(
    members: Members,
    seat: HostSeat,
    state: CallState,
    send: (message: ClientMessage) => void,
  ) {
    this.#members = members;
    this.#seat = seat;
    this.#state = state;
    this.#send = send;
  }

  /** The server says so; a pair that lives is never ended by it. */
  leftServer(sid: string): void {
    if (this.#seat.host?.lobby.isWaiting(sid)) {
      this.#seat.host.lobby.removeKnocker(sid);
      this.#members.mesh.removePeer(sid);
    } else if (this.#members.mesh.isLive(sid)) this.#doubtful.add(sid);
    else this.#missMember(sid);
  }

  /**
   * The server has somebody else under this sid. Whom we reach directly is not for the server to
   * take out.
   */
  async refused(sid: string): Promise<void> {
    if (this.#members.mesh.isLive(sid)) this.#state.report({ code: "bad-server" });
    else if (await this.#seat.host?.suspend(sid)) this.#state.report({ code: "unknown-peer" });
  }

  /** A pair found no way to its peer yet ("failed"), or lost it ("reconnecting"). */
  unreachable(sid: string, state: PeerState): void {
    if (this.#doubtful.has(sid)) this.#missMember(sid);
    else if (state === "failed") {
      this.#state.report({ code: "pair-failed", name: this.#members.mesh.nameOf(sid), until: sid });
    }
  }

  /** By its own word, for good; the host takes them off the roster. */
  departed(sid: string): void {
    this.#noteHost(sid, "left");
    this.#members.depart(sid);
    void this.#seat.host?.release(sid);
  }

  /**
   * A pair was cut off. Only who is in the call is worth an alarm: whoever has the link may knock,
   * and says no more than that.
   */
  async attacked(sid: string, name: string, late = false): Promise<void> {
    const { mesh } = this.#members;
    if (mesh.isMember(sid) || mesh.isHost(sid)) {
      return this.#state.report({ code: "alarm", name, ...(late && { late }) });
    }
    const word = await this.#seat.host?.deny(sid);
    if (word !== undefined) this.turnAway(word);
    else {
      this.#state.turnedAwayAt.value = new Date();
      this.#seat.host?.lobby.removeKnocker(sid); // has not even proved a key
      mesh.removePeer(sid);
    }
    this.#state.report({ code: "knock-closed", ...(name !== "" && { name }) });
  }

  /** Host: passes the word on, and lets go of them. */
  turnAway(word: DenyMessage): void {
    this.#state.turnedAwayAt.value = new Date();
    this.#send(word);
    this.#members.mesh.removePeer(word.sid);
  }

  // May come back: for the host as somebody that it had let in, for a guest as long as the host's
  // list has it.
  #missMember(sid: string): void {
    this.#doubtful.delete(sid);
    if (this.#seat.host !== undefined) return void this.#seat.host.suspend(sid);
    this.#noteHost(sid, "lost");
    this.#members.mesh.markAbsent(sid);
  }

  // Without a host nobody new comes in, and who is here wants to know that the host may come back.
  #noteHost(sid: string, how: HostAway): void {
    if (this.#members.mesh.isHost(sid)) this.#state.hostAway.value = how;
  }
}
