// Decides on the first screen, by the address, by what the tab was doing before, and by what the
// browser can do.
import { type Link, LinkError } from "../crypto/link.ts";
import type { Tabs } from "../net/tabs.ts";
import { withLinks } from "./newroom.ts";
import type { InitialScreen, ReturnToCall } from "./services.ts";
import { type TabState, wasJustHere } from "./tabstate.ts";

export async function initialScreen(
  state: TabState | undefined,
  link: Link | LinkError | undefined,
  tabs: Promise<Tabs> | undefined,
  unsupported: string | undefined,
): Promise<InitialScreen> {
  if (state?.seen !== undefined) return { at: "problem", code: `link-seen.${state.seen}` };
  if (unsupported !== undefined) return { at: "problem", code: unsupported };
  if (link === undefined && location.pathname !== "/")
    return { at: "problem", code: "link-unknown", damaged: "" };
  if (link === undefined) return { at: "start" };
  if (link instanceof LinkError)
    return { at: "problem", code: link.code, damaged: state?.fragment ?? "" };
  const { role, kind } = link;
  if (state?.call !== undefined) {
    const { name, relayOnly, microphone, camera, ticket } = state.call;
    const wasIn = role === "host" || ticket !== undefined;
    const back: ReturnToCall = {
      at: "return",
      role,
      kind,
      name,
      wasIn,
      relayOnly,
      microphone,
      camera,
    };
    if (await (await tabs)?.isElsewhere()) return { at: "elsewhere", back };
    return wasJustHere(state.call, document as { wasDiscarded?: boolean })
      ? back
      : { at: "away", back };
  }
  if (link.role === "host" && state?.room !== undefined) {
    const { topic, seats, expires } = state.room;
    return {
      at: "ready",
      room: await withLinks(link, { kind, topic, seats, expires: new Date(expires) }),
    };
  }
  return { at: role, kind };
}
