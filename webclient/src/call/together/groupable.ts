// What groups ask of a stay in a room, as this session gives it.
import { sign } from "../../crypto/ed25519.ts";
import type { Session } from "../session/session.ts";
import type { CallState } from "../state.ts";
import type { Groupable } from "./groups/context.ts";

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
