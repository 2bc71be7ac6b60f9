// What only the host does: lets in, turns away, removes, ends. Every word of it is signed by the
// host key (protocol, section 3.2).
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { sign } from "../../crypto/ed25519.ts";
import { inOrder } from "../../crypto/order.ts";
import * as signed from "../../crypto/signed.ts";
import { openTicket, sealTicket, type Ticket } from "../../crypto/ticket.ts";
import type {
  DenyMessage,
  EndMessage,
  HelloMessage,
  Member,
  SignedNames,
  SignedRoster,
} from "../../net/protocol.ts";
import { areNamed, holds, signNames, signRoster } from "../mesh/roster.ts";
import type { Knock } from "../model.ts";
import type { HostOptions } from "./hostoptions.ts";
import { Recent } from "./recent.ts";
import { Returns } from "./returns.ts";

/** An honest server lets eight wait; each costs a connection that is kept ready. */
const mostWaiting = 16;

interface Waiting {
  readonly sid: string;
  /** Proved in the sealed channel; undefined until then. */
  key: string | undefined;
  /** Undefined until the person has knocked. */
  name: string | undefined;
  /** Came while the door was locked: is not shown before it is unlocked. */
  outside: boolean;
}

export class HostDesk {
  readonly #options: HostOptions;
  readonly #waiting = new Map<string, Waiting>();
  #locked: boolean;
  readonly #knocks = signal<readonly Knock[]>([]);
  /** Keys of those who were turned away or taken out: who did not hear it comes back. */
  readonly #denied = new Recent<string>();
  /**
   * Members who were taken off the list because they were gone: they come back without being asked.
   */
  readonly #lost = new Recent<Ticket>();
  readonly #returns = new Returns();
  /** Under which members were let in. */
  readonly #names = new Map<string, string>();
  /** Rosters are made one after the other: each builds on the last. */
  readonly #inOrder = inOrder();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#locked = options.locked;
  }

  get knocks(): ReadonlySignal<readonly Knock[]> {
    return this.#knocks;
  }

  isFull(): boolean {
    return (this.#options.roster()?.members.length ?? 0) >= this.#options.seats();
  }

  /** False if a server says that of more people than can be. */
  arrived(sid: string): boolean {
    if (this.#waiting.has(sid)) return true;
    if (this.#waiting.size === mostWaiting) return false;
    this.#waiting.set(sid, { sid, key: undefined, name: undefined, outside: false });
    return true;
  }

  /** Those of whom we believe that they wait, and who are not among these. */
  missing(knockers: readonly string[]): string[] {
    return [...this.#waiting.keys()].filter((sid) => !knockers.includes(sid));
  }

  /** Resolves to the word for somebody who was turned away or taken out, and did not hear it. */
  async proved(sid: string, key: string): Promise<DenyMessage | undefined> {
    const waiting = this.#waiting.get(sid);
    if (waiting === undefined) return undefined;
    waiting.key = key;
    return this.#denied.has(key) ? this.deny(sid) : undefined;
  }

  isWaiting(sid: string): boolean {
    return this.#waiting.has(sid);
  }

  isOutside(sid: string): boolean {
    return this.#waiting.get(sid)?.outside ?? false;
  }

  /** From now on nobody may knock, or everybody may again. Gives those who had come meanwhile. */
  lock(on: boolean): string[] {
    this.#locked = on;
    if (on) return [];
    const outside = [...this.#waiting.values()].filter((one) => one.outside);
    for (const one of outside) one.outside = false;
    this.#show();
    return outside.map(({ sid }) => sid);
  }

  /**
   * The knock itself. Resolves to true if the guest came back with a good ticket and is in already.
   */
  async knocked(sid: string, hello: HelloMessage): Promise<boolean> {
    const waiting = this.#waiting.get(sid);
    if (waiting === undefined) return false;
    if (waiting.name === undefined) waiting.outside = this.#locked;
    waiting.name ??= hello.name;
    if (await this.#readmit(waiting, hello.ticket)) return true;
    this.#show();
    return false;
  }

  /** Resolves to false if no seat is free or the guest is gone. */
  async admit(sid: string): Promise<boolean> {
    const isIn = (members: readonly Member[] = []) => members.some((one) => one.sid === sid);
    if (isIn(this.#options.roster()?.members)) return true;
    const waiting = this.#waiting.get(sid);
    if (waiting?.key === undefined || this.isFull()) return false;
    const member: Member = { sid, key: waiting.key, role: "guest" };
    await this.#change((members) => {
      if (isIn(members) || members.length >= this.#options.seats()) return undefined;
      if (waiting.name !== undefined) this.#names.set(sid, waiting.name);
      return [...members, member];
    });
    const done = isIn(this.#options.roster()?.members);
    if (done) this.gone(sid);
    return done;
  }

  /** Resolves to undefined if the guest is gone. */
  async deny(sid: string): Promise<DenyMessage | undefined> {
    const knocker = this.#waiting.get(sid)?.key;
    if (knocker === undefined) return undefined;
    this.#denied.add(knocker);
    this.gone(sid);
    const { key, room } = this.#options;
    return { kind: "deny", sid, signature: await sign(key, signed.deny(room, sid, knocker)) };
  }

  /** Takes a member out, for good. */
  async remove(sid: string): Promise<void> {
    const member = this.#guest(sid);
    if (member === undefined) return;
    this.#denied.add(member.key);
    this.#lost.delete(({ key }) => key === member.key);
    this.#returns.forget(member.key);
    await this.release(sid);
  }

  /**
   * Takes a member off the list that is gone, and may come back. Resolves to false if there is
   * none.
   */
  async lose(sid: string): Promise<boolean> {
    const member = this.#guest(sid);
    if (member === undefined) return false;
    this.#lost.add({ ...member, name: this.#names.get(sid) ?? "" });
    return this.release(sid);
  }

  /** Frees the seat of a member. */
  release(sid: string): Promise<boolean> {
    return this.#change((members) => {
      return members.some((member) => member.sid === sid)
        ? members.filter((member) => member.sid !== sid)
        : undefined;
    });
  }

  /** The host itself enters, first or anew: last in the list, in place of any host entry before. */
  async enter(self: Member): Promise<void> {
    const { namesBefore, room, key } = this.#options;
    if (namesBefore && (await areNamed(namesBefore, room, key.publicKey))) this.#learn(namesBefore);
    await this.#change((members) => [
      ...members.filter((one) => one.role !== "host" && this.#stayed(one)),
      self,
    ]);
  }

  // A server may show a reloaded host an old list: whoever was removed since does not come back
  // with it.
  #stayed({ sid, key }: Member): boolean {
    const { before } = this.#options;
    return before === undefined || before !== this.#last() || holds(before, sid, key);
  }

  /**
   * The newest that is known. Only its epoch counts: the server may have forgotten who stands in
   * one from before a reload.
   */
  #last(): SignedRoster | undefined {
    const { before } = this.#options;
    const roster = this.#options.roster();
    return (before?.epoch ?? 0) > (roster?.epoch ?? 0) ? before : roster;
  }

  async end(): Promise<EndMessage> {
    const { key, room } = this.#options;
    return { kind: "end", signature: await sign(key, signed.end(room)) };
  }

  /** Undefined as long as this device knows no name of the member. */
  async ticketFor({ sid, key }: Member): Promise<string | undefined> {
    const name = this.#names.get(sid);
    return name === undefined
      ? undefined
      : sealTicket(this.#options.tickets, this.#options.room, { sid, key, name });
  }

  /** A member has said a name. Resolves to true if this device knew none. */
  async called(sid: string, name: string): Promise<boolean> {
    if (this.#guest(sid) === undefined || this.#names.has(sid)) return false;
    this.#names.set(sid, name);
    await this.#inOrder(() => this.#publishNames());
    return true;
  }

  /** A word of our own from another device, which somebody has kept. */
  async recall(word: SignedNames): Promise<void> {
    this.#learn(word);
    await this.#inOrder(() => this.#publishNames());
  }

  #learn({ names }: SignedNames): void {
    for (const { sid, name } of names) if (!this.#names.has(sid)) this.#names.set(sid, name);
  }

  // Of those who are no members there is nothing to be said.
  async #publishNames(): Promise<void> {
    const { key, room, name, names, publishNames } = this.#options;
    const members = this.#options.roster()?.members ?? [];
    const list = members.flatMap(({ sid, role }) => {
      const known = role === "host" ? name() : this.#names.get(sid);
      return known === undefined ? [] : [{ sid, name: known }];
    });
    for (const sid of this.#names.keys())
      if (!members.some((one) => one.sid === sid)) this.#names.delete(sid);
    publishNames(await signNames(key, room, list, names()));
  }

  /** Somebody who waited does no longer. */
  gone(sid: string): void {
    this.#waiting.delete(sid);
    this.#show();
  }

  // Whoever is a member under another sid, or was lost as one, is let in again: as the holder of a
  // ticket after a reload, or under the same key when the server has forgotten the sid. Who was
  // removed is neither. Who has come back too often gives its old place up, and the host is asked.
  async #readmit({ sid, key, name = "" }: Waiting, text: string | undefined): Promise<boolean> {
    const { tickets, room, seats } = this.#options;
    const ticket = text === undefined ? undefined : await openTicket(tickets, room, text);
    if (key === undefined) return false;
    const was = (one: Member | Ticket) =>
      one.key === key || (one.sid === ticket?.sid && one.key === ticket.key);
    let isBack = false;
    const done = await this.#change((members) => {
      const self = members.find((member) => member.role === "guest" && was(member));
      const lost = this.#lost.find(was);
      const known = self ?? (members.length < seats() ? lost : undefined);
      if (known === undefined) return undefined;
      this.#lost.delete(was);
      isBack = this.#returns.mayReturn(known.key, key);
      const others = members.filter((member) => member.role === "host" || !was(member));
      if (!isBack) return self && others;
      // Under the name with which they were let in, which a ticket knows also where this device
      // does not.
      const admitted = self === undefined ? lost?.name : this.#names.get(self.sid);
      const sealed = ticket !== undefined && known.key === ticket.key ? ticket.name : undefined;
      this.#names.set(sid, admitted || sealed || name);
      return [...others, { sid, key, role: "guest" }];
    });
    if (done && isBack) this.gone(sid);
    return done && isBack;
  }

  #guest(sid: string): Member | undefined {
    return this.#options
      .roster()
      ?.members.find((member) => member.sid === sid && member.role === "guest");
  }

  #change(change: (members: readonly Member[]) => readonly Member[] | undefined): Promise<boolean> {
    return this.#inOrder(async () => {
      const members = change(this.#options.roster()?.members ?? []);
      if (members === undefined) return false;
      const roster = await signRoster(this.#options.key, this.#options.room, members, this.#last());
      await this.#options.publish({ kind: "roster", ...roster });
      await this.#publishNames();
      return true;
    });
  }

  #show(): void {
    this.#knocks.value = [...this.#waiting.values()].flatMap(({ sid, name, outside }) =>
      name === undefined || outside ? [] : [{ sid, name }],
    );
  }
}
