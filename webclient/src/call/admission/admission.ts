// How this client gets into the call: the server's welcome, the host at the other end, a place in
// the roster, the first pair.
import type { ClientMessage, SignedRoster, WelcomeMessage } from "../../net/protocol.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";
import type { HostAdmission } from "./hostadmission.ts";
import type { HostSeat } from "./hostseat.ts";

export type AdmissionEvent =
  /** We are a member from now on. */
  | { readonly kind: "joined" }
  /** The host itself says that we are no member any more. */
  | { readonly kind: "removed" };

export interface AdmissionOptions {
  readonly members: Members;
  /** What only the host has. */
  readonly seat: HostSeat;
  readonly state: CallState;
  /** Our own, of this join. */
  readonly key: string;
  /** The server says that somebody else with our key is here. */
  isReplaced(): boolean;
  /** A list names us, in the role that is ours from now on. */
  followRole(): Promise<void>;
  send(message: ClientMessage): void;
  onEvent(event: AdmissionEvent): void;
}

export class Admission {
  readonly #options: AdmissionOptions;
  /** The server knows that a pair of ours is connected. */
  #connected = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * The server has welcomed us, for the first time or after a loss. What was under way is lost, so
   * all is said again.
   */
  async welcomed(message: WelcomeMessage): Promise<void> {
    const { members, state, seat } = this.#options;
    const { host } = seat;
    if (message.sid !== members.sid) this.#renewSid(message.sid);
    members.mesh.resetPaths();
    // Who has handed over and did not hear of it is welcomed as a guest.
    if (host !== undefined && message.role === "host") await this.#enterAsHost(host, message);
    else if (message.roster !== undefined) {
      await this.takeRoster(message.roster);
      this.#tellNewest(message.roster); // by which we are the host again
    }
    if (state.phase.value === "over") return;
    if (host === undefined && !members.admitted) state.phase.value = "waiting";
    this.meetHost(message.host, message.away);
    // Whoever began while we were away had no answer. Those whom we reach may still seek us.
    members.mesh.connectAll();
    if (this.#connected) this.#options.send({ kind: "connected" });
  }

  /**
   * Without a sid there is no host at the moment; `away`: its socket is lost, and may come back.
   */
  meetHost(sid: string | undefined, away = false): void {
    const { members, state, seat } = this.#options;
    const { host } = seat;
    if (members.admitted || host !== undefined) return;
    state.hostHere.value = sid !== undefined && !away;
    state.hostKnows.value = state.shut.value = false; // or it is said again
    members.meetHost(sid);
  }

  /** Host: somebody waits, and begins. */
  meetKnocker(sid: string): void {
    const { members, seat } = this.#options;
    const { host } = seat;
    if (host === undefined || members.mesh.isMember(sid) || !host.lobby.addKnocker(sid)) return;
    members.meetKnocker(sid);
  }

  /** `fromHost`: the host itself says it, directly. */
  async takeRoster(roster: SignedRoster, fromHost = false): Promise<void> {
    const { members, seat, state, isReplaced, followRole, onEvent } = this.#options;
    const verdict = await members.takeRoster(roster);
    if (verdict === "taken" && !isReplaced()) return this.#retakePlace();
    if (verdict === "unlisted" && seat.host !== undefined) await followRole();
    if (verdict === "unlisted" && fromHost) return onEvent({ kind: "removed" });
    // Perhaps the host only took us for lost. We knock again, and its client knows which.
    if (verdict === "unlisted") state.waitAgain();
    if (verdict === "forged") state.report({ code: "forged-command" });
    if (verdict !== "member") return;
    performance.mark("einmal:roster");
    await followRole();
  }

  /** Somebody is there to be drawn, and the call with them. */
  peerShown(): void {
    this.#becomeMember();
  }

  /** A data channel is open. */
  channelOpen(): void {
    if (!this.#connected) this.#options.send({ kind: "connected" });
    this.#connected = true;
  }

  /**
   * Host: a list names another device in our place, from before that was replaced, or kept back by
   * the server. Whom the server takes for the host is the host.
   */
  async #retakePlace(): Promise<void> {
    const { members, key, seat } = this.#options;
    const { host } = seat;
    await host?.takePlace({ sid: members.sid, key, role: "host" });
  }

  #renewSid(sid: string): void {
    this.#connected = false;
    this.#options.members.renewSid(sid);
  }

  async #enterAsHost(
    host: HostAdmission,
    { sid, roster, knockers = [] }: WelcomeMessage,
  ): Promise<void> {
    const { members, key } = this.#options;
    for (const gone of host.lobby.missing(knockers)) {
      host.lobby.removeKnocker(gone);
      members.mesh.removePeer(gone);
    }
    if (roster !== undefined) await members.remember(roster);
    if (!members.admitted) await host.takePlace({ sid, key, role: "host" });
    else this.#tellNewest(roster);
    for (const knocker of knockers) this.meetKnocker(knocker);
    this.#becomeMember();
  }

  /** Host: the server may have missed the newest list. */
  #tellNewest(known: SignedRoster | undefined): void {
    const { members, seat, send } = this.#options;
    const newest = members.admitted && seat.host !== undefined ? members.roster : undefined;
    if (newest && newest.epoch > (known?.epoch ?? 0)) send({ kind: "roster", ...newest });
  }

  // Who has left or was turned away meanwhile is in another phase.
  #becomeMember(): void {
    const { phase } = this.#options.state;
    if (phase.value !== "connecting" && phase.value !== "waiting") return;
    phase.value = "joined";
    this.#options.onEvent({ kind: "joined" });
  }
}
