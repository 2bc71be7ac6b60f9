// What a call is made of, and what a reload needs of it.
import type { CallKind } from "../crypto/link.ts";
import type { Devices } from "../media/devices.ts";
import type { SignedNames, SignedRoster } from "../net/protocol.ts";
import type { Connecting } from "./connecting.ts";
import type { LinkRole, RoomKeys } from "./roomkeys.ts";

export interface Remembered {
  readonly name: string;
  readonly relayOnly: boolean;
  readonly ticket: string | undefined;
  readonly roster: SignedRoster | undefined;
  readonly names: SignedNames | undefined;
  readonly locked: boolean;
}

export interface CallOptions {
  /** ws: or wss: address of the signalling. */
  readonly url: string;
  /** The server's host if `einmal call` stands in for it. */
  readonly server: string | undefined;
  readonly keys: Promise<RoomKeys>;
  readonly kind: CallKind;
  readonly role: "host" | "guest";
  readonly media: Devices;
  /** By who has knocked, and by the host; the same each time. */
  loadConnecting(): Promise<Connecting>;
  /** The hash of this client, if the page knows it. */
  readonly build: string | undefined;
  /** Host: what the call is about. */
  readonly topic: string;
  /** Host: when the room expires, if this page knows it. */
  readonly expires: Date | undefined;
  /** Guest: from before a reload. */
  readonly ticket: string | undefined;
  /**
   * Host: the last list of members and the last names that were signed here before a reload, and
   * whether the door was locked.
   */
  readonly roster: SignedRoster | undefined;
  readonly names: SignedNames | undefined;
  readonly locked: boolean;
  /** The host's role has come to us or gone from us: what a reload finds is to say so. */
  roleMoved(link: LinkRole): void;
  /**
   * What a reload needs to come back without a knock; undefined when the call is over. `left`: the
   * person has left and may come back.
   */
  remember(what: Remembered | undefined, left?: boolean): void;
}
