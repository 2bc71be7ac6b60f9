// What recording asks of a stay in a room, beside what every part of a call may.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Bytes } from "../../crypto/bytes.ts";
import { type SigningKey, sign } from "../../crypto/ed25519.ts";
import type { Line } from "../../peer/lines.ts";
import type { Tracks } from "../../peer/senders.ts";
import type { ChatLine, Peer } from "../model.ts";
import type { RoomKeys } from "../roomkeys.ts";
import type { SessionParts } from "./parts.ts";

export interface Recordable {
  readonly room: string;
  readonly peers: ReadonlySignal<readonly Peer[]>;
  readonly chat: ReadonlySignal<readonly ChatLine[]>;
  /** By our per-join key. */
  sign(text: Bytes): Promise<string>;
  /** What is switched on. */
  ownTracks(): Tracks;
  /** No lines: all is sent again. */
  withhold(sid: string, lines: readonly Line[]): void;
  /** In the place of those before: they send us nothing, as agreed. */
  expectSilence(sids: readonly string[]): void;
  /** The host's word about this member is no news any more. */
  heardRecorder(sid: string): void;
  /** For who knocks: who records or has asked to; undefined: nobody. */
  setRecorder(sid: string | undefined): void;
  /** Cuts a member off with the alarm. */
  refuse(sid: string, code: string): void;
}

interface Of extends SessionParts {
  /** Of this join. */
  readonly key: SigningKey;
  readonly keys: RoomKeys;
  tracks(): Tracks;
}

export function makeRecordable({ key, keys, state, tracks, members, greetings }: Of): Recordable {
  const { mesh } = members;
  return {
    room: keys.room,
    peers: mesh.peers,
    chat: state.chat,
    sign: (text) => sign(key, text),
    ownTracks: tracks,
    withhold: (sid, lines) => mesh.withheld.withhold(sid, "recording", lines),
    expectSilence: (sids) => mesh.withheld.expectSilence(sids),
    heardRecorder: (sid) => mesh.withheld.heardRecorder(sid),
    setRecorder: (sid) => {
      if (state.recorder.peek() === sid) return;
      state.recorder.value = sid;
      greetings.tellRecorder();
    },
    refuse: (sid, code) => mesh.docsOf(sid)?.refuse(code),
  };
}
