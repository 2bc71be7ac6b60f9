// Who this client deals with, by the host's word alone: the newest roster, and before admission the
// one channel between knocker and host.
import type { Auth, ExpectedAuth } from "../../crypto/auth.ts";
import type { SigningKey } from "../../crypto/ed25519.ts";
import { mayServe } from "../../net/address.ts";
import type { RelayMessage, SignedRoster } from "../../net/protocol.ts";
import type { StartOptions } from "../../peer/pair.ts";
import type { Tracks } from "../../peer/senders.ts";
import type { RoomKeys } from "../roomkeys.ts";
import { Mesh, type MeshEvent } from "./mesh.ts";
import type { CommonPairOptions } from "./person.ts";
import { isLater, isValid, listsMember } from "./roster.ts";

export interface MembersOptions {
  readonly keys: RoomKeys;
  /** Fresh for this join. */
  readonly key: SigningKey;
  readonly pairs: Pick<CommonPairOptions, "audio" | "video" | "certificate" | "build">;
  sendFrame(to: string, body: Uint8Array): void;
  tracks(): Tracks;
  relayOnly(): boolean;
  /**
   * The server's host if this page is not its own; it may then name no relay nearer to us than it
   * is itself.
   */
  readonly server: string | undefined;
}

/**
 * What a roster means for this client; `taken`: another device with the host link has put itself in
 * our place.
 */
export type Verdict = "member" | "unlisted" | "taken" | "forged" | "nothing";

export class Members {
  readonly mesh: Mesh;
  /** Our own, as the server gave it; empty before the first welcome. */
  sid = "";
  /** The newest that holds. */
  roster: SignedRoster | undefined;
  /** The host's key: our own, or the one that the link pins and the host has proved. */
  hostKey: string | undefined;
  /** Ours, with the host's if we are the host at this moment. */
  keys: RoomKeys;

  readonly #options: MembersOptions;
  /** Epoch of the last that held, also under another sid: no older one ever does. */
  #newest = 0;
  /** Came before the host has proved its key. */
  #unchecked: SignedRoster | undefined;
  #host: string | undefined;
  #relay: RelayMessage | undefined;
  /** Said good-bye; a roster may name them a little longer. */
  readonly #departed = new Set<string>();
  /** Have become the host in this call, or been it before. */
  readonly #moved = new Set<string>();

  constructor(options: MembersOptions, onEvent: (event: MeshEvent) => void) {
    const { keys, key, pairs } = options;
    this.#options = options;
    this.keys = keys;
    this.hostKey = keys.host?.key.publicKey;
    this.mesh = new Mesh({ ...pairs, key, hostKey: () => this.keys.host?.key }, onEvent);
  }

  /** True while the newest roster names us. */
  get admitted(): boolean {
    return (
      this.roster !== undefined && listsMember(this.roster, this.sid, this.#options.key.publicKey)
    );
  }

  /** A knocker deals with the host alone; without a sid there is none at the moment. */
  meetHost(sid: string | undefined): void {
    if (this.#host !== undefined && this.#host !== sid) this.mesh.removePeer(this.#host);
    this.#host = sid;
    if (sid === undefined) return;
    this.#addPeer(sid, true, true);
    this.mesh.connect(sid);
  }

  /** The host waits for the knocker to begin. */
  meetKnocker(sid: string): void {
    this.#addPeer(sid, false, false);
  }

  /**
   * The path to somebody is sealed: what it proves about the host. Gives the roster that could not
   * be checked before, if it is the host's.
   */
  async authenticated(sid: string, auth: Auth): Promise<SignedRoster | undefined> {
    if (!this.mesh.isHost(sid) || auth.hostKey === undefined) return undefined;
    this.hostKey = auth.hostKey;
    const unchecked = this.#unchecked;
    this.#unchecked = undefined;
    const isHosts = unchecked && (await isValid(unchecked, this.#options.keys.room, auth.hostKey));
    return isHosts ? unchecked : undefined;
  }

  /**
   * Follows a roster that came from anywhere, if the host signed it and it is newer than the last.
   */
  async takeRoster(roster: SignedRoster): Promise<Verdict> {
    if (this.hostKey === undefined) {
      this.#unchecked = roster;
      return "nothing";
    }
    if (!(await isValid(roster, this.#options.keys.room, this.hostKey))) return "forged";
    if (roster.epoch < this.#newest || (roster.epoch === this.#newest && this.roster !== undefined))
      return "nothing";
    if (listsMember(roster, this.sid, this.#options.key.publicKey)) {
      this.follow(roster);
      return "member";
    }
    if (!this.admitted) return "nothing";
    const host = roster.members.find(({ role }) => role === "host")?.sid ?? "";
    if (this.keys.host !== undefined && !this.#moved.has(host)) {
      this.roster = roster;
      return "taken";
    }
    this.#newest = roster.epoch;
    this.roster = undefined;
    for (const sid of this.mesh.sids) this.mesh.removePeer(sid);
    return "unlisted";
  }

  /** Makes the pairs be what a valid roster says. */
  follow(roster: SignedRoster): void {
    this.roster = { epoch: roster.epoch, members: roster.members, signature: roster.signature };
    this.#newest = roster.epoch;
    const named = new Set(roster.members.map(({ sid }) => sid));
    for (const sid of this.mesh.sids)
      if (this.mesh.isMember(sid) && !named.has(sid)) this.mesh.removePeer(sid);
    for (const { sid, role } of roster.members) {
      if (sid === this.sid || this.#departed.has(sid)) continue;
      const host = role === "host";
      this.#addPeer(sid, host, isLater(roster, this.sid, sid));
      if (this.mesh.isHost(sid) !== host) {
        this.#moved.add(sid);
        this.mesh.describe(sid, { host });
      }
      this.mesh.promote(sid);
    }
    this.#startPairs();
  }

  /**
   * An allocation ends with its credentials, so renewed ones have to be used before: relayed pairs
   * look for a new way at once.
   */
  setRelay(relay: RelayMessage): void {
    const renewed = this.#relay !== undefined;
    this.#relay = relay;
    if (renewed) {
      this.mesh.configure(this.#config(relay));
      this.mesh.renewRelayed();
    }
    this.#startPairs();
  }

  /** Somebody said good-bye. */
  depart(sid: string): void {
    this.#departed.add(sid);
    this.mesh.removePeer(sid);
  }

  /** A new sid: everything that hung on the old one goes, and a guest has to be let in again. */
  renewSid(sid: string): void {
    this.sid = sid;
    for (const other of this.mesh.sids) this.mesh.removePeer(other);
    if (this.keys.host === undefined) this.roster = undefined;
    this.#unchecked = undefined;
    this.#host = undefined;
    this.#relay = undefined;
  }

  /**
   * The host's own roster from before a reload. It names our old self and is only what the next one
   * builds on.
   */
  async remember(roster: SignedRoster): Promise<void> {
    if (this.hostKey === undefined || roster.epoch <= (this.roster?.epoch ?? 0)) return;
    if (await isValid(roster, this.#options.keys.room, this.hostKey)) this.roster = roster;
  }

  #addPeer(sid: string, host: boolean, isInitiator: boolean): void {
    const { keys } = this.#options;
    this.mesh.addPeer(sid, host, {
      channelIds: { psk: keys.psk, room: keys.room, self: this.sid, peer: sid },
      isInitiator,
      expected: () => this.#expected(sid),
      send: (body) => this.#options.sendFrame(sid, body),
    });
  }

  // The roster names the key of a member; the host proves the key in the link as well; a knocker
  // can prove only that it has the link.
  #expected(sid: string): Omit<ExpectedAuth, "own"> {
    const member = this.roster?.members.find((member) => member.sid === sid);
    const mayLackHostKey = this.#moved.has(sid);
    const mayBeHost = this.mesh.isHost(sid) || mayLackHostKey;
    return {
      ...(member && { key: member.key }),
      ...(mayBeHost && { hostKeyHash: this.keys.hostKeyHash, mayLackHostKey }),
    };
  }

  // Nothing starts without the relay: a pair that gathers too early would have no way but the
  // direct one.
  #startPairs(): void {
    if (this.#relay === undefined || !this.admitted) return;
    const config = this.#config(this.#relay);
    for (const sid of this.mesh.sids)
      if (this.mesh.isMember(sid)) this.mesh.startMedia(sid, config);
  }

  #config({ urls, username, credential }: RelayMessage): StartOptions {
    const { server } = this.#options;
    const asked = urls.filter((url) => server === undefined || mayServe(url, server));
    // A browser refuses an entry without addresses.
    const iceServers = asked.length === 0 ? [] : [{ urls: asked, username, credential }];
    return { iceServers, relayOnly: this.#options.relayOnly(), tracks: this.#options.tracks() };
  }
}
