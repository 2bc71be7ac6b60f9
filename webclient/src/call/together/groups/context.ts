// What groups ask of a stay in a room, beside what every part of a call may.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Bytes } from "../../../crypto/bytes.ts";
import { sign } from "../../../crypto/ed25519.ts";
import type { Peer } from "../../model.ts";
import type { Session } from "../../session/session.ts";
import type { CallState } from "../../state.ts";

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

export function makeGroupable(session: Session, state: CallState): Groupable {
  const { mesh } = session;
  return {
    room: session.keys.room,
    everybody: mesh.peers,
    hostKey: () => session.hostKey,
    signAsHost: (text) => {
      const key = session.host && session.keys.host?.key;
      return key && sign(key, text);
    },
    keepApart: (isApart) => mesh.withheld.keepApart(isApart),
    setGroup: (name) => {
      state.group.value = name;
    },
    refuse: (sid, code) => mesh.docsOf(sid)?.refuse(code),
  };
}
