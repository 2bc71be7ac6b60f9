// What a part may ask of the call, as this session gives it.
import { effect } from "@preact/signals-core";
import type { Session } from "../session/session.ts";
import type { CallState } from "../state.ts";
import { makeGroupable } from "./groupable.ts";
import type { PartContext, Registry } from "./part.ts";
import { Together } from "./together.ts";

/** Members, as long as they were not cut off. */
export function contextOf(session: Session, state: CallState, name: () => string): PartContext {
  const { mesh } = session;
  const members = () => session.order.filter((sid) => sid !== session.sid);
  return {
    get sid() {
      return session.sid; // the server has said it by the time that anybody asks
    },
    name,
    recordable: session.recordable,
    groupable: makeGroupable(session, state),
    nameOf: (sid) => mesh.nameOf(sid),
    members,
    roster: () => session.roster,
    isHost: (sid) => mesh.isHost(sid),
    isHostSelf: () => session.host !== undefined,
    send: (sid, kind, payload) => mesh.docsOf(sid)?.sendMessage(kind, payload) ?? false,
    broadcast: (kind, payload) => {
      for (const sid of members()) mesh.docsOf(sid)?.sendMessage(kind, payload);
    },
  };
}

/** The parts of this call; the second stops that they follow who is in it. */
export function openTogether(
  registry: Registry,
  session: Session,
  state: CallState,
  name: () => string,
): readonly [Together, () => void] {
  const { mesh } = session;
  const together = new Together(registry, contextOf(session, state, name), (sid, code) =>
    mesh.docsOf(sid)?.refuse(code),
  );
  const stop = effect(() => {
    const lost = new Set(
      mesh.peers.value.filter(({ state }) => state === "failed").map(({ sid }) => sid),
    );
    together.keepOnly((sid) => mesh.isMember(sid) && !lost.has(sid));
  });
  return [together, stop];
}
