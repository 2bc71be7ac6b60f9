// The list of members as the host signs it: one after the other, each newer than the last. Once the
// role has gone to somebody else nothing is signed any more (protocol, section 4.11).
import { inOrder } from "../../crypto/order.ts";
import type { Member, SignedRoster } from "../../net/protocol.ts";
import { listsMember, signRoster } from "../mesh/roster.ts";
import type { HostOptions } from "./hostoptions.ts";
import { Proposal } from "./proposal.ts";

type ListOptions = Pick<
  HostOptions,
  "key" | "room" | "roster" | "before" | "publish" | "propose" | "seats"
>;

export class HostList {
  readonly #options: ListOptions;
  /** A new list is out. */
  readonly #onChange: () => Promise<void>;
  /** Each list builds on the last. */
  readonly inOrder = inOrder();
  /** Somebody else is the host. */
  #isOver = false;
  /** The last by which somebody else was to become the host. */
  #proposal: Proposal | undefined;

  constructor(options: ListOptions, onChange: () => Promise<void>) {
    this.#options = options;
    this.#onChange = onChange;
  }

  get proposal(): Proposal | undefined {
    return this.#proposal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Nothing is signed here any more, or not before it is known who is the host. */
  get isRetired(): boolean {
    return this.#isOver || (this.#proposal?.isTaken ?? false);
  }

  get members(): readonly Member[] {
    const members = this.#options.roster()?.members ?? [];
    return this.#proposal?.undo(members) ?? members;
  }

  isFull(): boolean {
    return this.members.length >= this.#options.seats();
  }

  findGuest(sid: string): Member | undefined {
    return this.members.find((member) => member.sid === sid && member.role === "guest");
  }

  // A server may show a reloaded host an old list: whoever was removed since does not come back
  // with it.
  hasStayed({ sid, key }: Member): boolean {
    const { before } = this.#options;
    return before === undefined || before !== this.#newest || listsMember(before, sid, key);
  }

  /** Resolves to whether there is a new one. */
  change(change: (members: readonly Member[]) => readonly Member[] | undefined): Promise<boolean> {
    return this.inOrder(async () => {
      const members = change(this.members);
      if (members === undefined || this.isRetired) return false;
      await this.#options.publish({ kind: "roster", ...(await this.#sign(members)) });
      await this.#onChange();
      return true;
    });
  }

  /** The same list again: it shows that we are the host. */
  async signAgain(): Promise<void> {
    await this.change((members) => members);
  }

  /** Hands over to a member. Resolves to whether it is so, once that is known. */
  async handOver(to: string): Promise<boolean> {
    const proposal = await this.inOrder(async () => {
      const from = this.members.find(({ role }) => role === "host")?.sid;
      if (this.isRetired || from === undefined || this.findGuest(to) === undefined) return;
      const members = this.members.map(({ sid, key }) => {
        return { sid, key, role: sid === to ? "host" : "guest" } as const;
      });
      const proposal = new Proposal(await this.#sign(members), from, to);
      this.#proposal = proposal;
      this.#options.propose({ kind: "roster", ...proposal.roster });
      await proposal.answered; // but to remove somebody does not wait for a server that is away
      return proposal;
    });
    if (proposal === undefined) return false;
    const isMoved = await proposal.outcome;
    if (!isMoved) await this.takeBack();
    return isMoved;
  }

  /** Signs a newer list than one that came to nothing, so that nobody ever follows that. */
  async takeBack(): Promise<void> {
    const proposal = this.#proposal;
    if (proposal === undefined) return;
    proposal.abandon();
    await this.change((members) => {
      return (this.#options.roster()?.epoch ?? 0) > proposal.roster.epoch ? undefined : members;
    });
  }

  /** Somebody else has signed as the host. */
  retire(): void {
    this.#isOver = true;
    this.#proposal?.complete();
  }

  #sign(members: readonly Member[]): Promise<SignedRoster> {
    return signRoster(this.#options.key, this.#options.room, members, this.#newest);
  }

  /**
   * The newest that is known. Only its epoch counts: the server may have forgotten who stands in
   * one from before a reload.
   */
  get #newest(): SignedRoster | undefined {
    const known = [this.#options.roster(), this.#options.before, this.#proposal?.roster];
    return known.reduce((newest, one) => ((one?.epoch ?? 0) > (newest?.epoch ?? 0) ? one : newest));
  }
}
