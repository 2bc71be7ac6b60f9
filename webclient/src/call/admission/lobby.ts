// Who waits to be let in, as the host's client sees it: from the server's word that somebody came,
// over the proof of a key, to the knock itself.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { HelloMessage } from "../../net/protocol.ts";
import type { Knock } from "../model.ts";

/** An honest server lets eight wait; each costs a connection that is kept ready. */
const maxKnockers = 16;

const unknown = { key: undefined, name: undefined, phone: false, ticket: undefined } as const;

export interface Knocker {
  readonly sid: string;
  /** Proved in the sealed channel; undefined until then. */
  key: string | undefined;
  /** Undefined until the person has knocked. */
  name: string | undefined;
  /** It has said that it is one. */
  phone: boolean;
  /** With which the person has knocked, or none. */
  ticket: string | undefined;
  /** Came while the door was locked: is not shown before it is unlocked. */
  lockedOut: boolean;
}

/** What a knock says of who knocks. */
type NamedKnock = Pick<HelloMessage, "name" | "phone">;

export class Lobby {
  readonly #knockers = new Map<string, Knocker>();
  readonly #knocks = signal<readonly Knock[]>([]);
  #locked: boolean;

  constructor(locked: boolean) {
    this.#locked = locked;
  }

  /** Those who have knocked, in the order in which they came. */
  get knocks(): ReadonlySignal<readonly Knock[]> {
    return this.#knocks;
  }

  /** False if a server says that of more people than can be. */
  addKnocker(sid: string): boolean {
    if (this.#knockers.has(sid)) return true;
    if (this.#knockers.size === maxKnockers) return false;
    this.#knockers.set(sid, { sid, lockedOut: false, ...unknown });
    return true;
  }

  /** Somebody who waited does no longer. */
  removeKnocker(sid: string): void {
    this.#knockers.delete(sid);
    this.showKnocks();
  }

  knocker(sid: string): Knocker | undefined {
    return this.#knockers.get(sid);
  }

  isWaiting(sid: string): boolean {
    return this.#knockers.has(sid);
  }

  isLockedOut(sid: string): boolean {
    return this.#knockers.get(sid)?.lockedOut ?? false;
  }

  /** Those who have knocked, also the locked out. */
  get knockers(): Knocker[] {
    return [...this.#knockers.values()].filter(({ name }) => name !== undefined);
  }

  /** Those of whom we believe that they wait, and who are not among these. */
  missing(sids: readonly string[]): string[] {
    return [...this.#knockers.keys()].filter((sid) => !sids.includes(sid));
  }

  /** The first name counts: nobody changes it while the host looks at it. */
  nameKnocker(knocker: Knocker, { name, phone = false }: NamedKnock): void {
    if (knocker.name === undefined) knocker.lockedOut = this.#locked;
    knocker.name ??= name;
    knocker.phone ||= phone;
  }

  /** From now on nobody may knock, or everybody may again. Gives those who had come meanwhile. */
  setLocked(on: boolean): string[] {
    this.#locked = on;
    if (on) return [];
    const lockedOut = [...this.#knockers.values()].filter((one) => one.lockedOut);
    for (const one of lockedOut) one.lockedOut = false;
    this.showKnocks();
    return lockedOut.map(({ sid }) => sid);
  }

  showKnocks(): void {
    this.#knocks.value = this.#shown().map(({ sid, name = "", ticket, phone }) => ({
      ...{ sid, name, ticket },
      ...(phone && { phone }),
    }));
  }

  #shown(): Knocker[] {
    return this.knockers.filter(({ lockedOut }) => !lockedOut);
  }
}
