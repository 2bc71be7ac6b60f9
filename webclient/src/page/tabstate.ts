// What this tab keeps of a visit, so that a reload loses nothing: the link and, in a call, what is
// needed to get back in.
//
// The link leaves the address bar on load, where a shared screen or a screenshot would show it, and
// moves into the state of the same history entry. Browsers write that state into files that outlast
// tab and call, so it is encrypted there, under a key that is deleted with the visit
// (docs/adr/0018).
import {
  findLink,
  type Link,
  LinkError,
  type LinkKind,
  parseLink,
  personalPart,
  seenLink,
} from "../crypto/link.ts";
import { inOrder } from "../crypto/order.ts";
import type { SignedNames, SignedRoster } from "../net/protocol.ts";
import { dayMs } from "./about.ts";
import type { CallTimer } from "./calltimer.ts";
import type { KeptView } from "./callview.ts";
import { loadSurely } from "./chunk.ts";
import { forgetOldKeys, type Sealed, TabKey } from "./tabkey.ts";

export interface TabState {
  /**
   * The fragment of the room's link, with its "#"; empty on the start page. What cannot be repaired
   * is as it came.
   */
  readonly fragment: string;
  /** The guest link was for one person: its token, after a full stop. */
  readonly personal?: string | undefined;
  /** The fragment of the creator link by which the person came. */
  readonly creator?: string | undefined;
  /** The server was asked for a path that is such a link. */
  readonly seen?: LinkKind;
  /** A room that was made here. */
  readonly room?: MadeRoom;
  /** The person was in the call, or knocked. */
  readonly call?: InCall;
  /** The person has left, and may come back. */
  readonly left?: LeftCall;
}

/** Without the ticket: whoever comes back has to be let in by the host. */
export interface LeftCall extends Omit<InCall, "ticket"> {
  /** Was in the call, and did not only knock. */
  readonly wasIn: boolean;
}

/** Times are in ms since 1970. */
export interface MadeRoom {
  readonly topic: string;
  readonly seats: number;
  readonly expires: number;
  readonly when?: number | undefined;
  /** The host has taken the host link to somewhere else. */
  readonly saved?: boolean;
}

export interface InCall {
  readonly name: string;
  readonly relayOnly: boolean;
  readonly ticket?: string | undefined;
  /** Host: the last list of members that was signed here. */
  readonly roster?: SignedRoster | undefined;
  /** Host: the names of all members, as last signed here. */
  readonly names?: SignedNames | undefined;
  /** Host: nobody may knock. */
  readonly locked?: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly timer?: CallTimer | undefined;
  readonly view?: KeptView | undefined;
  /** When this page was last here, in ms since 1970. */
  readonly at: number;
}

/**
 * For so long after its last sign of life a page that comes back is taken for the same visit, in
 * ms.
 */
const soonMs = 3 * 60_000;

/**
 * Whether the person was here until now. A browser that was started again, or a tab that was
 * brought back, may be anybody's.
 */
export function wasJustHere({ at }: InCall, page: { wasDiscarded?: boolean }): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (entry?.type === "reload" && page.wasDiscarded !== true) return true;
  const ago = Date.now() - at;
  return ago >= 0 && ago < soonMs;
}

/** How often a page notes that its tab is open, in ms. */
const openSignMs = 6 * 3_600_000;

/** Undefined while there is nothing to keep, and where the browser keeps no key. */
let key: TabKey | undefined;
/** What is written last holds. */
const written = inOrder();

/** Takes the link out of the address bar. Undefined if the page was opened without one. */
export async function takeTabState(): Promise<TabState | undefined> {
  const { pathname, search, hash } = location;
  const seen = seenLink(pathname, search);
  const before: unknown = history.state;
  // Ours is read at the same time.
  void forgetOldKeys((before as Sealed | null)?.key).catch(() => {});
  if (seen !== undefined) {
    history.replaceState({ fragment: "", seen }, "", address());
    return await saveTabState({ fragment: "", seen });
  }
  if (hash !== "") {
    // At once, for sealing waits for the browser's database. An address that was opened is in the
    // browser's history anyway.
    history.replaceState({ opened: hash }, "", address());
    return await saveFragment(hash);
  }
  if (pathname === "/" && address() !== pathname + search)
    history.replaceState(before, "", address());
  if (typeof before !== "object" || before === null) return undefined;
  if ("opened" in before) return await saveFragment(String(before.opened)); // left before it was sealed
  if ("fragment" in before) return before as TabState;
  return "sealed" in before ? await unseal(before as Sealed) : undefined;
}

async function unseal(before: Sealed): Promise<TabState | undefined> {
  try {
    key = await TabKey.restore(before.key);
    return (await key?.decrypt(before)) as TabState | undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a link for the page that is opened next in this tab. */
export async function saveFragment(text: string): Promise<TabState> {
  try {
    const { fragment } = findLink(text);
    return await saveTabState(
      fragment.startsWith("#c")
        ? { fragment: "", creator: fragment }
        : { fragment, personal: personalPart(text) || undefined },
    );
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return await saveTabState({ fragment: text });
  }
}

/** What a guest with a link for one person shows the host. */
export async function ownTicket(state: TabState | undefined): Promise<string | undefined> {
  if (state?.personal === undefined) return undefined;
  const { personalTicket } = await loadSurely("page/personal", () => import("./personal.ts"));
  return personalTicket(state.personal, state.fragment);
}

/** The page's own address, without what other programs and the server add to it. */
function address(): string {
  const search = new URLSearchParams(location.search);
  for (const name of [...search.keys()]) if (name !== "at" && name !== "debug") search.delete(name);
  return search.toString() === "" ? "/" : `/?${search}`;
}

/** Resolves once it is kept. */
export async function saveTabState(state: TabState): Promise<TabState> {
  await written(async () => {
    key ??= await TabKey.generate().catch(() => undefined);
    // A room that was made here is for in weeks, perhaps, and may be carried on a little.
    const until = state.room ? state.room.expires + dayMs : 0;
    history.replaceState((await key?.encrypt(state)) ?? state, "", address());
    await key?.keepUntil(until).catch(() => {}); // last: the database may be slow to answer
  });
  return state;
}

/** The tab is still open: a room that was made in it may be for in weeks. */
export async function noteOpen(): Promise<void> {
  await key?.touch().catch(() => {});
}

/** Notes it now and then, from now on. */
export function keepNoting(): void {
  setInterval(noteOpen, openSignMs);
}

/** The visit is over. If `shared`, a copy of this tab goes on with it. */
export function forgetTabState(shared = false): void {
  history.replaceState(null, "", address()); // at once; a page that is being left gets no further
  void written(async () => {
    history.replaceState(null, "", address());
    const over = key;
    key = undefined; // also if the database does not answer; then the key goes when it is old
    if (!shared) await over?.forget().catch(() => {});
  });
}

/** Puts the link back into the address bar. */
export function showAgain(state: TabState): void {
  forgetTabState();
  history.replaceState(null, "", address() + state.fragment);
}

/** The link, or why it leads nowhere; undefined if there is none but, perhaps, a creator link. */
export function linkOf({ fragment }: TabState): Link | LinkError | undefined {
  try {
    return fragment === "" ? undefined : parseLink(fragment);
  } catch (error) {
    if (error instanceof LinkError) return error;
    throw error;
  }
}
