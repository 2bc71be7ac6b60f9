// What groups ask of a stay in a room, beside what every part of a call may.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Bytes } from "../../../crypto/bytes.ts";
import type { Peer } from "../../model.ts";

export interface Groupable {
  readonly room: string;
  /** All in the call; changes with the roster, too. */
  readonly everybody: ReadonlySignal<readonly Peer[]>;
  /** Once the host has proved it. */
  hostKey(): string | undefined;
  /** By the host key; undefined if we are not the host. */
  signAsHost(text: Bytes): Promise<string> | undefined;
  /** Nothing goes to whom this is true of, and nothing is to come from there. */
  keepApart(isApart: (sid: string) => boolean): void;
  /** The name of the group that we are in, "" for the main room; undefined: there are none. */
  setGroup(name: string | undefined): void;
  /** Cuts a member off with the alarm. */
  refuse(sid: string, code: string): void;
}
