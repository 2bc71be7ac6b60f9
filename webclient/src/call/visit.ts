// What this tab knows of its visit, so that a reload loses nothing: the link, and in a call the way back in.
//
// The link leaves the address bar on load, where a shared screen or a screenshot would show it, and moves into the state of the same history entry. That lives
// and dies with the entry, exactly as the address itself would have: it is no storage that outlasts the tab, and no other page can read it.
import { findLink, formatFragment, type Link, LinkError, type LinkKind, parseLink, seenLink } from "../crypto/link.ts";
import type { SignedNames, SignedRoster } from "../net/protocol.ts";

export interface Visit {
  /** The fragment of the room's link, with its "#"; empty on the start page. What cannot be repaired is as it came. */
  readonly fragment: string;
  /** The fragment of the creator link by which the person came. */
  readonly creator?: string | undefined;
  /** The server was asked for a path that is such a link. */
  readonly seen?: LinkKind;
  /** A room that was made here. */
  readonly room?: { readonly topic: string; readonly seats: number; readonly expires: number };
  /** The person was in the call, or knocked. */
  readonly call?: InCall;
}

export interface InCall {
  readonly name: string;
  readonly relayOnly: boolean;
  readonly ticket?: string | undefined;
  /** Host: the last list of members that was signed here. */
  readonly roster?: SignedRoster | undefined;
  /** Host: the last word on who is called what. */
  readonly names?: SignedNames | undefined;
  /** Host: nobody may knock. */
  readonly locked?: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** Takes the link out of the address bar. Undefined if the page was opened without one. */
export function takeVisit(): Visit | undefined {
  const { pathname, search, hash } = location;
  const seen = seenLink(pathname, search);
  if (seen !== undefined) save({ fragment: "", seen });
  else if (hash !== "") saveFragment(hash);
  else if (pathname === "/" && address() !== pathname + search) history.replaceState(history.state, "", address());
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "fragment" in state ? (state as Visit) : undefined;
}

/** Keeps a link for the page that is opened next in this tab. */
export function saveFragment(text: string): void {
  try {
    const { fragment } = findLink(text);
    save(fragment.startsWith("#c") ? { fragment: "", creator: fragment } : { fragment });
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    save({ fragment: text });
  }
}

/** The page's own address, without what other programs and the server add to it. */
function address(): string {
  const search = new URLSearchParams(location.search);
  for (const name of [...search.keys()]) if (name !== "at" && name !== "debug") search.delete(name);
  return search.toString() === "" ? "/" : `/?${search}`;
}

export function save(visit: Visit | undefined): void {
  history.replaceState(visit ?? null, "", address());
}

/** Puts the link back into the address bar. */
export function showAgain(visit: Visit): void {
  history.replaceState(null, "", address() + visit.fragment);
}

export function saveRoom(link: Link, room: NonNullable<Visit["room"]>, creator: string | undefined): void {
  save({ fragment: formatFragment(link), room, creator });
}

/** The link, or why it leads nowhere; undefined if there is none but, perhaps, a creator link. */
export function linkOf({ fragment }: Visit): Link | LinkError | undefined {
  try {
    return fragment === "" ? undefined : parseLink(fragment);
  } catch (error) {
    if (error instanceof LinkError) return error;
    throw error;
  }
}
