// Groups as the screens see them (protocol, section 4.17).
import type { ReadonlySignal } from "@preact/signals-core";

export const groupLimits = {
  /** Of a name, in characters. */
  name: 40,
  groups: 6,
  people: 6,
  /** Seconds until all are called back. */
  back: { least: 5, most: 300 },
  /** Of what the host says to all, in characters. */
  text: 200,
} as const;

/** Which group, from 0; undefined is the main room. */
export type Place = number | undefined;

export interface InGroup {
  readonly sid: string;
  readonly name: string;
  readonly host: boolean;
  /** Ourselves. */
  readonly own: boolean;
  /** Their hand is up: in a group that asks the host to come. */
  readonly hand: boolean;
  /** Came back without being called. */
  readonly returned: boolean;
}

export interface Room {
  /** "" for the main room. */
  readonly name: string;
  readonly place: Place;
  readonly people: readonly InGroup[];
}

export interface Told {
  readonly id: number;
  /** The host's. */
  readonly name: string;
  readonly text: string;
}

export interface GroupsModel {
  /** Our own. */
  readonly sid: string;
  /** There are groups. */
  readonly open: ReadonlySignal<boolean>;
  /** The main room first, then the groups; without groups all are in the main room. */
  readonly rooms: ReadonlySignal<readonly Room[]>;
  /** Where we are; undefined while there are no groups. */
  readonly own: ReadonlySignal<Room | undefined>;
  /** When all are called back, by performance.now(). */
  readonly backAt: ReadonlySignal<number | undefined>;
  /** What the host has said to all, until it is dismissed. */
  readonly told: ReadonlySignal<Told | undefined>;
  dismissTold(): void;
  /** Leaves the group for the main room; nobody has to allow it. */
  returnToMain(): void;

  /** Host: from now on it is so. Names that are empty or the same get a number. */
  arrange(groups: readonly { readonly name: string; readonly sids: readonly string[] }[]): void;
  /** Host: somebody, perhaps the host itself, goes there. */
  move(sid: string, place: Place): void;
  /** Host: after so many seconds all come back; 0: at once. */
  callBack(seconds: number): void;
  /** Host: the groups stay after all. */
  keepOpen(): void;
  /** Host: says a sentence to all, wherever they are. False: too soon after the last ones. */
  tellAll(text: string): boolean;
}
