// Who is where, as every client keeps it for itself. Nothing here signs, sends or waits: words come
// verified.
import { random } from "../../../crypto/bytes.ts";
import type { GroupsText, SignedGroup } from "../../../crypto/groups.ts";
import { toLine } from "../../../net/characters.ts";
import { groupLimits, type Place } from "./model.ts";

export class Places<Word extends GroupsText = GroupsText> {
  #word: Word | undefined;
  /** Who has gone back by themselves, from the groups of which epoch; the newest of each. */
  readonly #returned = new Map<string, number>();
  /** Of the word whose time is up. */
  #over = 0;

  /** The newest. */
  get word(): Word | undefined {
    return this.#word;
  }

  get epoch(): number {
    return this.#word?.epoch ?? 0;
  }

  /** As long as there are any. */
  get groups(): readonly SignedGroup[] {
    return this.#word === undefined || this.#over === this.epoch ? [] : this.#word.groups;
  }

  isNewer({ epoch }: GroupsText): boolean {
    return epoch > this.epoch;
  }

  /** False, and nothing is changed, if it is no newer than the last. */
  takeWord(word: Word): boolean {
    if (!this.isNewer(word)) return false;
    this.#word = word;
    return true;
  }

  /** Somebody is in the main room whatever the word of this epoch says, which may be yet to come. */
  noteReturned(sid: string, epoch: number): void {
    this.#returned.set(sid, epoch);
  }

  hasReturned(sid: string): boolean {
    return this.epoch > 0 && this.#returned.get(sid) === this.epoch;
  }

  /** By the host's word alone. */
  isListed(sid: string): boolean {
    return this.groups.some(({ sids }) => sids.includes(sid));
  }

  /** The time of the newest word is up: all are together. */
  noteTimeUp(): void {
    this.#over = this.epoch;
  }

  forget(sid: string): void {
    this.#returned.delete(sid);
  }

  placeOf(sid: string): Place {
    if (this.hasReturned(sid)) return undefined;
    const place = this.groups.findIndex(({ sids }) => sids.includes(sid));
    return place < 0 ? undefined : place;
  }

  areApart(one: string, other: string): boolean {
    return this.placeOf(one) !== this.placeOf(other);
  }
}

/** The same groups, with somebody elsewhere. */
export function moved(
  groups: readonly SignedGroup[],
  sid: string,
  to: Place,
): readonly SignedGroup[] {
  return groups.map(({ name, sids }, place) => {
    const others = sids.filter((one) => one !== sid);
    return { name, sids: place === to ? [...others, sid] : others };
  });
}

const atRandom = (below: number) => (random(1)[0] ?? 0) % below;

/** Deals people out, as evenly as it goes; `pick` gives a whole number below its argument. */
export function dealtOut(
  sids: readonly string[],
  count: number,
  pick = atRandom,
): readonly (readonly string[])[] {
  const left = [...sids];
  const groups: string[][] = Array.from({ length: count }, () => []);
  for (let n = 0; left.length > 0; n++)
    groups[n % count]?.push(...left.splice(pick(left.length), 1));
  return groups;
}

/** The same groups, with somebody in another's place. */
export function replaced(
  groups: readonly SignedGroup[],
  before: string,
  after: string,
): readonly SignedGroup[] {
  return groups.map(({ name, sids }) => ({
    name,
    sids: sids.map((sid) => (sid === before ? after : sid)),
  }));
}

/** The same groups; if those would be too many people, without those who are not here. */
export function fitting(
  groups: readonly SignedGroup[],
  isHere: (sid: string) => boolean,
): readonly SignedGroup[] {
  if (groups.flatMap(({ sids }) => sids).length <= groupLimits.people) return groups;
  return groups.map(({ name, sids }) => ({ name, sids: sids.filter(isHere) }));
}

/** Each with a name of its own, which the protocol takes. */
export function named(groups: readonly SignedGroup[]): readonly SignedGroup[] {
  const taken = new Set<string>();
  return groups.slice(0, groupLimits.groups).map(({ name, sids }, place) => {
    const wished = [...toLine(name)].slice(0, groupLimits.name).join("").trim();
    const line = wished === "" || taken.has(wished) ? String(place + 1) : wished;
    taken.add(line);
    return { name: line, sids };
  });
}
