/** What is read in a host's three weeks, screen by screen: the words by their names (sentences.ts). */
import { en } from "../../src/ui/i18n/en.ts";
import type { Moment, Sentence } from "./sentences.ts";

const minute = { hour: "numeric", minute: "2-digit", timeZoneName: "short" } as const;
const day = { day: "numeric", month: "long" } as const;
const written = (date: Date, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", { ...day, ...minute, ...parts }).format(date);
export const long = (date: Date) => written(date, { weekday: "long", year: "numeric" });
export const short = (date: Date) => written(date, { weekday: "short" });

/** The server keeps a room for a day more, to the full hour. */
export function expiryOf(when: Date): string {
  const hour = 3_600_000;
  return short(new Date(Math.ceil((when.getTime() + 24 * hour) / hour) * hour));
}

/** Spaces of all kinds are spaces. */
export const plain = (text: string) => text.replace(/\s+/g, " ");

export const start: readonly Sentence[] = [
  "start.lead",
  "when.hint",
  "start.kind",
  "start.topic.hint",
  "start.seats",
  "start.seats.hint",
  "start.note",
];
export const ready: readonly Sentence[] = [
  "ready.title",
  "ready.lead",
  "invite.copy.hint",
  "ready.remembered",
  "ready.again.browser",
  "ready.calendar.hint",
];
export const expiry = (when: Date) => ({ expires: expiryOf(when) });
export const listed = (when: Date, how: "rooms.planned" | "rooms.now"): readonly Sentence[] => [
  ...start,
  "rooms.after",
  ["rooms.until", expiry(when)],
  [how, { when: how === "rooms.now" ? short(when) : long(when) }],
];
export const landing: readonly Sentence[] = [
  "landing.title.video",
  "landing.lead",
  "landing.now.video",
  "landing.now.knock",
  "landing.now.address",
  "landing.server",
];
/** While something is under way. */
export const brief: readonly Sentence[] = [
  "start.unanswered",
  "start.creating",
  "start.working",
  "move.saving",
  ["preview.wish.both", { button: /Knock|Enter the call/ }],
  "prejoin.asking",
  "prejoin.heard",
  "prejoin.unheard",
  "prejoin.joining",
  "lobby.connecting",
  "lobby.knocking",
  "tile.connecting",
  "over.ended.pending",
  "over.ended.by-host",
];
/** What a host reads of the date before the call, and in it while she is alone. */
export const planned = (when: Date): readonly Sentence[] => [
  ["ready.dated", { when: long(when) }],
  // A device that has just learnt of the date does not know of the full hour.
  ["ready.open", { expires: /[^.]+/ }],
];
const preJoin = {
  says: ["prejoin.title", "lobby.unseen", "prejoin.hide.hint", "prejoin.see"],
  may: ["prejoin.heard", "prejoin.unheard"],
} satisfies Moment;
export const knocking = {
  says: [...preJoin.says, ["prejoin.name.hint", { name: "Guest" }]],
  may: preJoin.may,
} satisfies Moment;
/** The same in a room with a date, once the server has told it. */
export const knockingFor = (when: Date): Moment => ({
  ...knocking,
  says: [...knocking.says, ["lobby.planned", { when: long(when) }]],
});
export const entering = (when: Date) =>
  ({
    says: [...preJoin.says, ["prejoin.name.hint.host", { name: "Host" }], ...planned(when)],
    may: preJoin.may,
  }) satisfies Moment;
export const waiting: readonly Sentence[] = ["lobby.title", "lobby.unseen", "notify.hint"];
/** What is said for a while when people come. */
export const comings: readonly Sentence[] = [
  "say.admitted",
  ["say.joined.many", { count: "2" }],
  ["say.back.many", { count: "2" }],
  ...["Ms Weber", "Anna Berg", "Ben Ott"].flatMap(
    (name) =>
      [
        ["say.joined", { name }],
        ["say.back", { name }],
      ] as const,
  ),
];

export const interrupted: Sentence = [
  "say.chat",
  { name: "Ms Weber", text: en["tile.reconnecting"] },
];

export const gone: readonly Sentence[] = ["title room-gone", "problem room-gone"];
export const moving = (from: Date): readonly Sentence[] => [
  ...listed(from, "rooms.planned"),
  ["move.lead.dated", { when: long(from) }],
  ["when.chosen", { when: long(from) }],
];
export const moved = (to: Date): readonly Sentence[] => [
  ...listed(to, "rooms.planned"),
  ["move.saved", { when: long(to) }],
  "move.tell",
];
export const early = (when: Date): readonly Sentence[] => [
  ...waiting,
  "lobby.not-here",
  ["lobby.planned", { when: long(when) }],
  "lobby.early",
];
export const goneEarly: readonly Sentence[] = [
  "over.early",
  "over.early.lead",
  "over.devices",
  ["back.how.guest", { name: "Anna Berg" }],
  "back.devices",
  ["back.kept.guest", { name: "Anna Berg" }],
];
export const alone = (when: Date): readonly Sentence[] => [
  ...(["invite.title", "invite.lead", "notify.hint"] as const),
  ...planned(when),
];
export const inviting: readonly Sentence[] = ["invite.host", "invite.copy.hint"];
export const hostLanding: readonly Sentence[] = ["host.title", "host.lead", "host.undated"];
export const leaving: readonly Sentence[] = ["leave.title", "leave.others"];
export const ended: readonly Sentence[] = [
  "over.ended",
  ["over.ended.at", { time: /\d+:\d\d:\d\d [AP]M/ }],
  "over.devices",
];
