// A host in a room without a server: what it signs holds at once.
import { expect } from "vitest";
import { generateKey, type SigningKey } from "../../../crypto/ed25519.ts";
import { newRoom } from "../../../crypto/link.ts";
import { sealTicket } from "../../../crypto/ticket.ts";
import type { Member, SignedNames, SignedRoster } from "../../../net/protocol.ts";
import { isValid } from "../../mesh/roster.ts";
import { openRoomKeys } from "../../roomkeys.ts";
import { newSid } from "../../testing/parts.ts";
import { HostAdmission } from "../hostadmission.ts";

export class HostRoom {
  readonly id: string;
  readonly key: SigningKey;
  roster: SignedRoster | undefined;
  /** The newest on names. */
  word: SignedNames | undefined;
  /** The last list by which somebody else was to become the host. */
  proposed: SignedRoster | undefined;
  host: HostAdmission;
  readonly #tickets: CryptoKey;

  private constructor(id: string, { key, tickets }: { key: SigningKey; tickets: CryptoKey }) {
    [this.id, this.key, this.#tickets] = [id, key, tickets];
    this.host = this.#makeHost(undefined, undefined);
  }

  static async open(): Promise<HostRoom> {
    const { host, room } = await openRoomKeys(await newRoom("video"));
    if (host === undefined) throw new Error("no host");
    const made = new HostRoom(room, host);
    await made.enterAnew(undefined);
    return made;
  }

  /** As after a reload, with what is remembered of before. Gives the new sid. */
  async enterAnew(before: SignedRoster | undefined, namesBefore?: SignedNames): Promise<string> {
    this.host = this.#makeHost(before, namesBefore);
    const self = { sid: newSid(), key: (await generateKey()).publicKey, role: "host" } as const;
    await this.host.takePlace(self);
    return self.sid;
  }

  /** Somebody knocks. */
  async guest(name: string, ticket?: string): Promise<Member> {
    return this.comes(name, (await generateKey()).publicKey, ticket);
  }

  /** Somebody knocks with this key. */
  async comes(name: string, key: string, ticket?: string): Promise<Member> {
    const member = { sid: newSid(), key, role: "guest" } as const;
    this.host.lobby.addKnocker(member.sid);
    await this.host.authenticated(member.sid, key);
    const hello = { kind: "hello", name } as const;
    await this.host.takeKnock(member.sid, { ...hello, ...(ticket !== undefined && { ticket }) });
    return member;
  }

  /** Made for somebody called Anna. */
  sealTicket(sid: string, key: string): Promise<string> {
    return sealTicket(this.#tickets, this.id, { sid, key, name: "Anna" });
  }

  sids(): string[] {
    return this.roster?.members.map(({ sid }) => sid) ?? [];
  }

  names(): string[] | undefined {
    return this.word?.names.map(({ name }) => name);
  }

  #makeHost(before: SignedRoster | undefined, namesBefore: SignedNames | undefined) {
    return new HostAdmission({
      ...{ key: this.key, tickets: this.#tickets, room: this.id, before, namesBefore },
      ...{ locked: false, name: () => "Ms Weber", seats: () => 3 },
      roster: () => this.roster,
      names: () => this.word,
      propose: (next) => {
        this.proposed = next;
      },
      publish: async (next) => {
        expect(await isValid(next, this.id, this.key.publicKey)).toBe(true);
        expect(next.epoch).toBeGreaterThan(this.roster?.epoch ?? 0);
        this.roster = next;
      },
      publishNames: (next) => {
        expect(next.epoch).toBeGreaterThan(this.word?.epoch ?? 0);
        this.word = next;
      },
    });
  }
}
