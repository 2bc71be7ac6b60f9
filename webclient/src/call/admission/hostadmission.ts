// What only the host does: lets in, turns away, removes, ends. Every word of it is signed by the
// host key (protocol, section 3.2).
import { sign } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import { openTicket, sealTicket, type Ticket } from "../../crypto/ticket.ts";
import type {
  DenyMessage,
  EndMessage,
  HelloMessage,
  Member,
  SignedNames,
} from "../../net/protocol.ts";
import { areNamed, signNames } from "../mesh/roster.ts";
import { HostList } from "./hostlist.ts";
import type { HostOptions } from "./hostoptions.ts";
import { type Knocker, Lobby } from "./lobby.ts";
import { Recent } from "./recent.ts";
import { Returns } from "./returns.ts";

export class HostAdmission {
  readonly lobby: Lobby;
  readonly list: HostList;
  readonly #options: HostOptions;
  /** Keys of those who were turned away or taken out: who did not hear it comes back. */
  readonly #denied = new Recent<string>();
  /**
   * Members who were taken off the list because they were gone: they come back without being asked.
   */
  readonly #lost = new Recent<Ticket>();
  readonly #returns = new Returns();
  /** Under which members were let in. */
  readonly #names = new Map<string, string>();

  constructor(options: HostOptions) {
    this.#options = options;
    this.lobby = new Lobby(options.locked);
    this.list = new HostList(options, () => this.#publishNames());
  }

  isFull(): boolean {
    return this.list.isFull();
  }

  /** Resolves to the word for somebody who was turned away or taken out, and did not hear it. */
  async authenticated(sid: string, key: string): Promise<DenyMessage | undefined> {
    const knocker = this.lobby.knocker(sid);
    if (knocker === undefined) return undefined;
    knocker.key = key;
    return this.#denied.includes(key) ? this.deny(sid) : undefined;
  }

  /**
   * The knock itself. Resolves to true if the guest came back with a good ticket and is in already.
   */
  async takeKnock(sid: string, hello: HelloMessage): Promise<boolean> {
    const knocker = this.lobby.knocker(sid);
    if (knocker === undefined) return false;
    this.lobby.nameKnocker(knocker, hello);
    knocker.ticket = hello.ticket;
    if (await this.#readmit(knocker)) return true;
    this.lobby.showKnocks();
    return false;
  }

  /** Resolves to false if no seat is free or the guest is gone. */
  async admit(sid: string): Promise<boolean> {
    const isListed = (members: readonly Member[] = []) => members.some((one) => one.sid === sid);
    if (isListed(this.#options.roster()?.members)) return true;
    const knocker = this.lobby.knocker(sid);
    if (knocker?.key === undefined || this.isFull()) return false;
    const member: Member = { sid, key: knocker.key, role: "guest" };
    await this.list.change((members) => {
      if (isListed(members) || members.length >= this.#options.seats()) return undefined;
      if (knocker.name !== undefined) this.#names.set(sid, knocker.name);
      return [...members, member];
    });
    const done = isListed(this.#options.roster()?.members);
    if (done) this.lobby.removeKnocker(sid);
    return done;
  }

  /** Resolves to undefined if the guest is gone. */
  async deny(sid: string): Promise<DenyMessage | undefined> {
    const denied = this.lobby.knocker(sid)?.key;
    if (denied === undefined || this.list.isRetired) return undefined;
    this.#denied.addNewest(denied);
    this.lobby.removeKnocker(sid);
    const { key, room } = this.#options;
    return { kind: "deny", sid, signature: await sign(key, signed.denyBytes(room, sid, denied)) };
  }

  /** Takes a member out, for good. */
  async remove(sid: string): Promise<void> {
    const member = this.list.findGuest(sid);
    if (member === undefined) return;
    this.#denied.addNewest(member.key);
    this.#lost.delete(({ key }) => key === member.key);
    this.#returns.forget(member.key);
    await this.release(sid);
  }

  /**
   * Takes a member off the list that is gone, and may come back. Resolves to false if there is
   * none.
   */
  async suspend(sid: string): Promise<boolean> {
    const member = this.list.findGuest(sid);
    if (member === undefined) return false;
    this.#lost.addNewest({ ...member, name: this.#names.get(sid) ?? "" });
    return this.release(sid);
  }

  /** Frees the seat of a member. */
  async release(sid: string): Promise<boolean> {
    const { proposal } = this.list;
    if (sid === proposal?.to) proposal.abandon(); // or nobody would be the host
    const done = await this.list.change((members) => {
      return members.some((member) => member.sid === sid)
        ? members.filter((member) => member.sid !== sid)
        : undefined;
    });
    // Whoever came back to a full room had to wait for a seat, and for nothing else.
    for (const knocker of done ? this.lobby.knockers : []) await this.#readmit(knocker);
    return done;
  }

  /** The host itself enters, first or anew: last in the list, in place of any host entry before. */
  async takePlace(self: Member): Promise<void> {
    const { namesBefore, room, key } = this.#options;
    if (namesBefore && (await areNamed(namesBefore, room, key.publicKey)))
      this.#learnNames(namesBefore);
    await this.list.change((members) => [
      ...members.filter((one) => one.role !== "host" && this.list.hasStayed(one)),
      self,
    ]);
  }

  /** Undefined if somebody else is the host by now. */
  async signEnd(): Promise<EndMessage | undefined> {
    if (this.list.isOver) return undefined;
    await this.list.takeBack(); // the server hears it from the host alone
    const { key, room } = this.#options;
    return { kind: "end", signature: await sign(key, signed.endBytes(room)) };
  }

  /** Undefined as long as this device knows no name of the member. */
  async ticketFor({ sid, key }: Member): Promise<string | undefined> {
    const name = this.#names.get(sid);
    return name === undefined
      ? undefined
      : sealTicket(this.#options.tickets, this.#options.room, { sid, key, name });
  }

  /** A member has said a name. Resolves to true if this device knew none. */
  async learnName(sid: string, name: string): Promise<boolean> {
    if (this.list.findGuest(sid) === undefined || this.#names.has(sid)) return false;
    this.#names.set(sid, name);
    await this.list.inOrder(() => this.#publishNames());
    return true;
  }

  /** A word of our own from another device, which somebody has kept. */
  async recallNames(word: SignedNames): Promise<void> {
    this.#learnNames(word);
    await this.list.inOrder(() => this.#publishNames());
  }

  #learnNames({ names }: SignedNames): void {
    for (const { sid, name } of names) if (!this.#names.has(sid)) this.#names.set(sid, name);
  }

  // Of those who are no members there is nothing to be said.
  async #publishNames(): Promise<void> {
    if (this.list.isRetired) return;
    const { key, room, name, names, publishNames } = this.#options;
    const { members } = this.list;
    const list = members.flatMap(({ sid, role }) => {
      const known = role === "host" ? name() : this.#names.get(sid);
      return known === undefined ? [] : [{ sid, name: known }];
    });
    for (const sid of this.#names.keys())
      if (!members.some((one) => one.sid === sid)) this.#names.delete(sid);
    publishNames(await signNames(key, room, list, names()));
  }

  // Whoever is a member under another sid, or was lost as one, is let in again: as the holder of a
  // ticket after a reload, or under the same key when the server has forgotten the sid. Who was
  // removed is neither. Who has come back too often gives its old place up, and the host is asked.
  async #readmit({ sid, key, name = "", ticket: text }: Knocker): Promise<boolean> {
    const { tickets, room, seats } = this.#options;
    const ticket = text === undefined ? undefined : await openTicket(tickets, room, text);
    if (key === undefined) return false;
    const isSame = (one: Member | Ticket) =>
      one.key === key || (one.sid === ticket?.sid && one.key === ticket.key);
    let isBack = false;
    const done = await this.list.change((members) => {
      const self = members.find((member) => member.role === "guest" && isSame(member));
      const lost = this.#lost.findNewest(isSame);
      const known = self ?? (members.length < seats() ? lost : undefined);
      if (known === undefined) return undefined;
      this.#lost.delete(isSame);
      isBack = this.#returns.mayReturn(known.key, key, performance.now());
      const others = members.filter((member) => member.role === "host" || !isSame(member));
      if (!isBack) return self && others;
      // Under the name with which they were let in, which a ticket knows also where this device
      // does not.
      const admitted = self === undefined ? lost?.name : this.#names.get(self.sid);
      const sealed = ticket !== undefined && known.key === ticket.key ? ticket.name : undefined;
      this.#names.set(sid, admitted || sealed || name);
      return [...others, { sid, key, role: "guest" }];
    });
    if (done && isBack) this.lobby.removeKnocker(sid);
    return done && isBack;
  }
}
