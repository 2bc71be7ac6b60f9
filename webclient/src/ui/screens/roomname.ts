// How a room is called, and how it stands with its date, as far as this browser knows.
import type { CreatedRoom } from "../../page/services.ts";
import { longDate, shortDate, t, zonedTime } from "../i18n/index.ts";

/** So long before and after its date a call is called one of now, in ms. */
export const soonMs = 15 * 60_000;
const lastsMs = 60 * 60_000;

export function nameOf({ topic, kind }: Pick<CreatedRoom, "topic" | "kind">): string {
  return topic || t(`rooms.unnamed.${kind}`);
}

/** "Planned for Thursday, 5 March 2026 at 14:00 CET". */
export function standingOf({ when }: CreatedRoom, now: number): string {
  if (when === undefined) return t("rooms.undated");
  const ahead = when.getTime() - now;
  if (ahead < -lastsMs) return t("rooms.past", { when: longDate(when) });
  if (ahead < soonMs) return t("rooms.now", { when: shortDate(when) });
  const isToday = when.toDateString() === new Date(now).toDateString();
  return isToday
    ? t("rooms.today", { when: zonedTime(when) })
    : t("rooms.planned", { when: longDate(when) });
}

/** Until when it stays, or was to stay: only the server knows whether it is over then. */
export function stayOf(expires: Date, now: number, key: "rooms.until" | "ready.open"): string {
  return t(expires.getTime() > now ? key : "rooms.may-be-over", { expires: shortDate(expires) });
}

/** Those without a date come first: they are for now. */
export function byDate(a: CreatedRoom, b: CreatedRoom): number {
  return (a.when?.getTime() ?? 0) - (b.when?.getTime() ?? 0);
}
