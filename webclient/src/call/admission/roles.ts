// The host's role as it comes to us and goes from us: by the newest list alone, which names the same
// people in other roles (protocol, section 4.11).
import { sealTicket } from "../../crypto/ticket.ts";
import type { Members } from "../mesh/members.ts";
import type { HostKeys, LinkRole } from "../roomkeys.ts";
import type { CallState } from "../state.ts";
import type { AdmittedNames } from "./admittednames.ts";
import type { Greetings } from "./greetings.ts";
import type { HostAdmission } from "./hostadmission.ts";
import type { HostSeat } from "./hostseat.ts";

export interface RoleOptions {
  readonly state: CallState;
  readonly members: Members;
  readonly seat: HostSeat;
  readonly names: AdmittedNames;
  readonly greetings: Greetings;
  /** Our own name. */
  name(): string;
  /** As the host, with its key and what it knew of the door. */
  makeHost(keys: HostKeys, locked: boolean): HostAdmission;
  /** It has come to us, or gone from us; `name` is that of the host now. */
  onRole(link: LinkRole, name: string): void;
  /** It has gone from one of the others to another. */
  onMoved(name: string): void;
  onTicket(ticket: string): void;
}

export class Roles {
  readonly #options: RoleOptions;
  /**
   * The key of a host that is about to hand over to us. It stays, whatever the host says: a list that
   * names us may be on its way, and then nobody else has it any more.
   */
  #held: { readonly keys: HostKeys; readonly locked: boolean } | undefined;
  /** The sid of the host in the last list. */
  #host = "";

  constructor(options: RoleOptions) {
    this.#options = options;
  }

  /** The list that names us the host may come. */
  holdKeys(keys: HostKeys, locked: boolean): void {
    this.#held = { keys, locked };
  }

  /** A list holds from now on. */
  async follow(): Promise<void> {
    const { members, seat, state, onMoved } = this.#options;
    const lines = members.roster?.members ?? [];
    const before = lines.find(({ sid }) => sid === this.#host);
    const host = lines.find(({ role }) => role === "host")?.sid ?? "";
    this.#host = host;
    if (host === members.sid) {
      if (seat.host === undefined) await this.#takeOver();
      return;
    }
    // Whoever takes over shows first that it can sign, with a newer one. Until then we have the key.
    if (seat.host?.list.proposal?.roster.epoch === (members.roster?.epoch ?? 0)) return;
    const name = this.#nameOf(host);
    if (name !== "") state.hostName.value = name;
    if (seat.host !== undefined) await this.#stepDown(seat.host, name);
    // One who comes back under another sid is the same host as before.
    else if (before?.role === "guest") onMoved(name);
  }

  #nameOf(sid: string): string {
    const { members, names } = this.#options;
    return names.nameOf(sid) ?? members.mesh.nameOf(sid);
  }

  async #takeOver(): Promise<void> {
    const { members, seat, state, names, greetings, makeHost, onRole, name } = this.#options;
    if (this.#held === undefined) return; // the list names whom it will, we cannot sign
    const { keys, locked } = this.#held;
    this.#held = undefined;
    members.keys = { ...members.keys, host: keys };
    state.locked.value = locked;
    state.hostAway.value = undefined;
    const host = makeHost(keys, locked);
    seat.host = host;
    onRole({ role: "host", seed: keys.seed }, name());
    if (names.word !== undefined) await host.recallNames(names.word);
    await host.list.signAgain();
    for (const { sid } of members.roster?.members ?? []) await greetings.giveTicket(sid);
  }

  async #stepDown(former: HostAdmission, to: string): Promise<void> {
    const { members, seat, state, onRole, onTicket, name } = this.#options;
    const { host, ...keys } = members.keys;
    const self = members.roster?.members.find(({ sid }) => sid === members.sid);
    former.list.retire();
    // Those who wait deal with the new host.
    for (const sid of former.lobby.missing([])) {
      former.lobby.removeKnocker(sid);
      members.mesh.removePeer(sid);
    }
    seat.host = undefined;
    members.keys = keys;
    state.locked.value = false;
    // As every guest's: a reload is to bring us back without a knock. The key is gone after that.
    const ticket =
      host && self && (await sealTicket(host.tickets, keys.room, { ...self, name: name() }));
    onRole({ role: "guest", hostKeyHash: keys.hostKeyHash }, to);
    if (ticket !== undefined) onTicket(ticket);
    // Where the server does not reach everybody; it is the last word by this device.
    if (members.roster) members.mesh.broadcastDirect({ kind: "roster", ...members.roster });
  }
}
