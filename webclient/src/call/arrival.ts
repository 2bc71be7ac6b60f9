// How this client gets into the call: the server's welcome, the host at the other end, a place in the roster, the first pair.
import type { ClientMessage, SignedRoster, WelcomeMessage } from "../net/protocol.ts";
import type { HostDesk } from "./host.ts";
import type { Members } from "./members.ts";
import type { CallState } from "./state.ts";

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

  /** The server has welcomed us, for the first time or after a loss. */
  async welcomed(message: WelcomeMessage): Promise<void> {
    const { members, desk, state } = this.#options;
    const resumed = message.sid === members.sid;
    if (!resumed) members.renew(message.sid);
    if (resumed) members.mesh.resumed();
    if (desk !== undefined) return this.#enter(desk, message);
    if (members.admitted) return message.roster && this.#options.takeRoster(message.roster);
    this.#connected = false;
    state.phase.value = "waiting";
    this.meetHost(message.host);
  }

  meetHost(sid: string | undefined): void {
    const { members, desk, state } = this.#options;
    if (members.admitted || desk !== undefined) return;
    state.hostHere.value = sid !== undefined;
    members.meetHost(sid);
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

  async #enter(desk: HostDesk, { sid, roster }: WelcomeMessage): Promise<void> {
    const { members, key, send } = this.#options;
    if (roster !== undefined) await members.remember(roster);
    if (!members.admitted) await desk.enter({ sid, key, role: "host" });
    // The server may have missed the newest one.
    else if (members.roster !== undefined) send({ kind: "roster", ...members.roster });
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
