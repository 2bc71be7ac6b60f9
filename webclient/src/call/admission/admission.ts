// How this client gets into the call: the server's welcome, the host at the other end, a place in
// the roster, the first pair.
import type { ClientMessage, SignedRoster, WelcomeMessage } from "../../net/protocol.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";
import type { HostDesk } from "./hostadmission.ts";

export interface ArrivalOptions {
  readonly members: Members;
  /** Only the host has one. */
  readonly desk: HostDesk | undefined;
  readonly state: CallState;
  /** Our own, of this join. */
  readonly key: string;
  send(message: ClientMessage): void;
  takeRoster(roster: SignedRoster): Promise<void>;
  /** We are a member from now on. */
  joined(): void;
}

export class Arrival {
  readonly #options: ArrivalOptions;
  /** The server knows that a pair of ours is connected. */
  #connected = false;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  /**
   * The server has welcomed us, for the first time or after a loss. What was under way is lost, so
   * all is said again.
   */
  async welcomed(message: WelcomeMessage): Promise<void> {
    const { members, desk, state } = this.#options;
    if (message.sid !== members.sid) this.#renew(message.sid);
    members.mesh.reset();
    if (desk !== undefined) await this.#enter(desk, message);
    else if (message.roster !== undefined) await this.#options.takeRoster(message.roster);
    if (state.phase.value === "over") return;
    if (desk === undefined && !members.admitted) state.phase.value = "waiting";
    this.meetHost(message.host, message.away);
    // Whoever began while we were away had no answer.
    members.mesh.connectAll();
    if (this.#connected) this.#options.send({ kind: "connected" });
  }

  /**
   * Without a sid there is no host at the moment; `away`: its socket is lost, and may come back.
   */
  meetHost(sid: string | undefined, away = false): void {
    const { members, desk, state } = this.#options;
    if (members.admitted || desk !== undefined) return;
    state.hostHere.value = sid !== undefined && !away;
    state.hostKnows.value = state.shut.value = false; // or it is said again
    members.meetHost(sid);
  }

  /** Host: somebody waits, and begins. */
  knock(sid: string): void {
    const { members, desk } = this.#options;
    if (desk === undefined || members.mesh.isMember(sid) || !desk.arrived(sid)) return;
    members.meetKnocker(sid);
  }

  /**
   * Host: a list names another device in our place, from before that was replaced, or kept back by
   * the server. Whom the server takes for the host is the host.
   */
  async retake(): Promise<void> {
    const { members, desk, key } = this.#options;
    await desk?.enter({ sid: members.sid, key, role: "host" });
  }

  /** Somebody is there to be drawn, and the call with them. */
  shown(): void {
    this.#joined();
  }

  /** A data channel is open. */
  direct(): void {
    if (!this.#connected) this.#options.send({ kind: "connected" });
    this.#connected = true;
  }

  #renew(sid: string): void {
    this.#connected = false;
    this.#options.members.renew(sid);
  }

  async #enter(desk: HostDesk, { sid, roster, knockers = [] }: WelcomeMessage): Promise<void> {
    const { members, key, send } = this.#options;
    for (const gone of desk.missing(knockers)) {
      desk.gone(gone);
      members.mesh.drop(gone);
    }
    if (roster !== undefined) await members.remember(roster);
    if (!members.admitted) await desk.enter({ sid, key, role: "host" });
    else if (members.roster !== undefined && members.roster.epoch > (roster?.epoch ?? 0)) {
      send({ kind: "roster", ...members.roster }); // the server has missed the newest one
    }
    for (const knocker of knockers) this.knock(knocker);
    this.#joined();
  }

  // Who has left or was turned away meanwhile is in another phase.
  #joined(): void {
    const { phase } = this.#options.state;
    if (phase.value !== "connecting" && phase.value !== "waiting") return;
    phase.value = "joined";
    this.#options.joined();
  }
}
