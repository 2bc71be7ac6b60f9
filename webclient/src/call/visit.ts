// What this tab knows of its visit, so that a reload loses nothing: the link, and in a call the way back in.
//
// The link leaves the address bar on load, where a shared screen or a screenshot would show it, and moves into the state of the same history entry. That lives
// and dies with the entry, exactly as the address itself would have: it is no storage that outlasts the tab, and no other page can read it.
import { formatFragment, type Link, LinkError, parseCreator, parseLink } from "../crypto/link.ts";
import type { SignedRoster } from "../net/protocol.ts";

export interface Visit {
  /** The fragment of the room's link, with its "#"; empty on the start page. */
  readonly fragment: string;
  /** The fragment of the creator link by which the person came. */
  readonly creator?: string | undefined;
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
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** Takes the link out of the address bar. Undefined if the page was opened without one. */
export function takeVisit(): Visit | undefined {
  if (location.hash.startsWith("#c")) save({ fragment: "", creator: location.hash });
  else if (location.hash !== "") save({ fragment: location.hash });
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "fragment" in state ? (state as Visit) : undefined;
}

export function save(visit: Visit | undefined): void {
  history.replaceState(visit ?? null, "", location.pathname + location.search);
}

/** Puts the link back into the address bar. */
export function showAgain(visit: Visit): void {
  history.replaceState(null, "", location.pathname + location.search + visit.fragment);
}

export function saveRoom(link: Link, room: NonNullable<Visit["room"]>, creator: string | undefined): void {
  save({ fragment: formatFragment(link), room, creator });
}

/** The link, or why it leads nowhere; undefined if there is none but, perhaps, a good creator link. */
export function linkOf({ fragment, creator }: Visit): Link | LinkError | undefined {
  try {
    if (creator !== undefined) parseCreator(creator);
    return fragment === "" ? undefined : parseLink(fragment);
  } catch (error) {
    if (error instanceof LinkError) return error;
    throw error;
  }
}
