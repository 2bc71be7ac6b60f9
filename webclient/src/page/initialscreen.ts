// Decides on the first screen, by the address, by what the tab was doing before, and by what the
// browser can do.
import { type Link, LinkError } from "../crypto/link.ts";
import type { Tabs } from "../net/tabs.ts";
import { roomOf } from "./roomlinks.ts";
import type { InitialScreen, ReturnToCall } from "./services.ts";
import { type InCall, type LeftCall, type TabState, wasJustHere } from "./tabstate.ts";

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
  if (state?.left !== undefined) return leftScreen(state, link, state.left);
  if (state?.call !== undefined) {
    const { ticket } = state.call;
    const wasIn = role === "host" || ticket !== undefined;
    const back = wayBack(link, { ...state.call, wasIn });
    if (await (await tabs)?.isElsewhere()) return { at: "elsewhere", back };
    return wasJustHere(state.call, document as { wasDiscarded?: boolean })
      ? back
      : { at: "away", back };
  }
  if (link.role === "host" && state?.room !== undefined) {
    return { at: "ready", room: await roomOf(link, state.room) };
  }
  return { at: role, kind };
}

function leftScreen({ room }: TabState, link: Link, left: LeftCall): InitialScreen {
  const expires = room && new Date(room.expires);
  return { at: "left", back: wayBack(link, left), expires };
}

/** What takes somebody back into the call. */
export function wayBack(
  { role, kind }: Link,
  { name, wasIn, relayOnly, microphone, camera }: InCall & Pick<LeftCall, "wasIn">,
): ReturnToCall {
  return { at: "return", role, kind, name, wasIn, relayOnly, microphone, camera };
}
