// What can be said of a room without its server: its links, and how long it is to stay.
import { formatLink, type GuestLink, guestLink, type HostLink } from "../crypto/link.ts";
import { type About, dayMs, longestLife } from "./about.ts";
import type { CreatedRoom } from "./remembered.ts";
import { serverOrigin } from "./serverorigin.ts";
import type { CreateRoomOptions } from "./services.ts";
import type { MadeRoom } from "./tabstate.ts";

/** For so long a room without a date waits for its call, in ms. */
const undatedMs = 7 * dayMs;

/** Seconds from now that a room for this date stays. */
export function lifetimeFor(when: Date | undefined, about: About | undefined, now = Date.now()) {
  const ms = when === undefined ? undatedMs : Math.max(when.getTime() - now, 0) + dayMs;
  return Math.min(Math.ceil(ms / 1000), longestLife(about) ?? Number.POSITIVE_INFINITY);
}

/** As people mail it. */
export const formatGuestLink = (link: GuestLink): string => formatLink(serverOrigin().origin, link);

/** What the "room ready" screen shows, after creating and after a reload of it. */
export async function withLinks<R extends CreateRoomOptions>(
  link: HostLink,
  room: R,
): Promise<R & Pick<CreatedRoom, "guestLink" | "hostLink">> {
  const guest = await guestLink(link);
  return {
    ...room,
    guestLink: formatLink(serverOrigin().origin, guest),
    hostLink: formatLink(serverOrigin().origin, link),
  };
}

/** What the tab keeps of a room that was made in it. */
export function toMade({ topic, seats, expires, when }: CreatedRoom, saved: boolean): MadeRoom {
  return { topic, seats, expires: expires.getTime(), when: when?.getTime(), saved };
}

/** A room that was made in this tab, before it was loaded anew. */
export function roomOf(link: HostLink, { topic, seats, expires, when }: MadeRoom) {
  const times = {
    expires: new Date(expires),
    when: when === undefined ? undefined : new Date(when),
  };
  return withLinks(link, { kind: link.kind, topic, seats, ...times });
}
