// How the page begins: by what the address says, what the tab was in the middle of, and what the
// browser can do.
import { type Link, LinkError } from "../crypto/link.ts";
import type { Tabs } from "../net/tabs.ts";
import { canConnect } from "../peer/support.ts";
import { describe } from "./newroom.ts";
import type { Opened, Return } from "./services.ts";
import { type Visit, wasJustHere } from "./tabstate.ts";

export async function initialScreen(
  visit: Visit | undefined,
  link: Link | LinkError | undefined,
  tabs: Promise<Tabs> | undefined,
): Promise<Opened> {
  if (visit?.seen !== undefined) return { at: "problem", code: `link-seen.${visit.seen}` };
  if (link === undefined && location.pathname !== "/")
    return { at: "problem", code: "link-unknown", damaged: "" };
  if (link === undefined) return { at: "start" };
  if (link instanceof LinkError)
    return { at: "problem", code: link.code, damaged: visit?.fragment ?? "" };
  const { role, kind } = link;
  if (visit?.call !== undefined) {
    const { name, relayOnly, microphone, camera, ticket } = visit.call;
    const wasIn = role === "host" || ticket !== undefined;
    const back: Return = { at: "return", role, kind, name, wasIn, relayOnly, microphone, camera };
    if (await (await tabs)?.isElsewhere()) return { at: "elsewhere", back };
    return wasJustHere(visit.call, document as { wasDiscarded?: boolean })
      ? back
      : { at: "away", back };
  }
  if (link.role === "host" && visit?.room !== undefined) {
    const { topic, seats, expires } = visit.room;
    return {
      at: "ready",
      room: await describe(link, { kind, topic, seats, expires: new Date(expires) }),
    };
  }
  return { at: role, kind };
}

/** Why no call is possible here, as a problem code. */
export async function hindrance(): Promise<string | undefined> {
  if (!isSecureContext) return "insecure";
  if (await canConnect()) return undefined;
  return /FBAN|FBAV|Instagram|Line\/|; wv\)/.test(navigator.userAgent)
    ? "in-app-browser"
    : "browser-too-old";
}
