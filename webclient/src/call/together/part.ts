// What a part of a call is: something that people make together, over the channel for documents
// (protocol, section 4.12). docs/together.md says how one is written.
import type { Bytes } from "../../crypto/bytes.ts";
import type { SignedRoster } from "../../net/protocol.ts";
import type { Recordable } from "../session/recordable.ts";
import type { Groupable } from "./groups/context.ts";

/** What a part may ask of the call. */
export interface PartContext {
  /** Our own. */
  readonly sid: string;
  /** Our own. */
  name(): string;
  /** "" if it is not known. */
  nameOf(sid: string): string;
  /** The others in the newest roster, in its order. */
  members(): readonly string[];
  /** The newest. */
  roster(): SignedRoster | undefined;
  isHost(sid: string): boolean;
  isHostSelf(): boolean;
  /**
   * Waits in the channel as long as the path is broken. False if it is not sent: this member has no
   * channel, or too much waits in it.
   */
  send(sid: string, kind: number, payload: Bytes): boolean;
  /** The same to all whose channel is open. */
  broadcast(kind: number, payload: Bytes): void;
  /** For the one that records. */
  readonly recordable?: Recordable;
  /** For the one that makes groups. */
  readonly groupable?: Groupable;
}

/**
 * What is said before a part is loaded may be lost, and so may what is under way when a connection
 * is replaced: a part asks for what it lacks in peerReady.
 */
export interface Part {
  /** Throws a ProtocolError if the sender broke a rule, who is then cut off with the alarm. */
  receive(sid: string, kind: number, payload: Bytes): void;
  /** Its channel is open, or open again. */
  peerReady(sid: string): void;
  /** It has left the call or was cut off. */
  peerGone(sid: string): void;
  /** The call is over; `forget`: and so is all that was made in it. */
  stop(forget: boolean): void;
}

export interface PartEntry<Made extends Part = Part> {
  /** The first of its sixteen kinds, such as 0x20. */
  readonly first: number;
  /** Rejects if the server does not give it; then it can be tried again. */
  load(): Promise<(context: PartContext) => Made>;
}

export type Registry = Readonly<Record<string, PartEntry>>;
