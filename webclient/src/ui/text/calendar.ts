// The appointment as a calendar file (RFC 5545; docs/adr/0028 says what is in it and what is not): for
// the guests with their link, and for the host alone with hers.
import { calendarId, parseLink } from "../../crypto/link.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import { longDate, t } from "../i18n/index.ts";
import { type Invitation, invitationText } from "./invitation.ts";
import { browserZone, clockStamp, type ZoneClock, zoneLines } from "./timezone.ts";

const length = 60; // minutes; a guess that people can change in their calendar
const lineLength = 74; // octets; RFC 5545 3.1 allows 75
const reminder = 10; // minutes before

export type Dated<T extends { when: Date | undefined }> = T & { readonly when: Date };

export interface HostAppointment extends Invitation {
  readonly hostLink: string;
}

/** When a file is made, and in which zone its times are. */
interface Made {
  readonly now: Date;
  readonly clock: ZoneClock | undefined;
}

interface Entry {
  readonly id: string;
  readonly when: Date;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  readonly place: string;
}

/** An .ics file for whoever gets the invitation. */
export async function calendarFile(invitation: Dated<Invitation>, made?: Made): Promise<string> {
  const { guestLink, when } = invitation;
  return write(
    {
      id: await calendarId(parseLink(guestLink)),
      when,
      title: t("call.title"),
      text: invitationText(invitation, made?.now.getTime()).body,
      link: guestLink,
      place: guestLink,
    },
    made,
  );
}

/** An .ics file for the host's own calendar: it holds the host link, and says so. */
export async function hostCalendarFile(
  { hostLink, guestLink, when, topic = "" }: Dated<HostAppointment>,
  made?: Made,
): Promise<string> {
  return write(
    {
      id: await calendarId(parseLink(hostLink)),
      when,
      title: topic ? t("calendar.host.topic", { topic }) : t("calendar.host"),
      text: t("calendar.host.text", { host: hostLink, guest: guestLink, when: longDate(when) }),
      link: hostLink,
      place: serverOrigin().host,
    },
    made,
  );
}

function write(
  { id, when, title, text, link, place }: Entry,
  { now, clock }: Made = { now: new Date(), clock: browserZone() },
): string {
  const end = new Date(when.getTime() + length * 60_000);
  const at = (date: Date) =>
    clock === undefined || clock.showsAgain(date.getTime())
      ? `:${utcStamp(date)}`
      : `;TZID=${clock.zone}:${clockStamp(clock.shown(date.getTime()))}`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//einmal//invitation//EN",
    "CALSCALE:GREGORIAN",
    ...(clock ? zoneLines(clock, when.getTime()) : []),
    "BEGIN:VEVENT",
    `UID:${id}@${new URL(link).hostname}`,
    `DTSTAMP:${utcStamp(now)}`,
    `SEQUENCE:${Math.floor(now.getTime() / 60_000)}`, // it only has to rise
    `DTSTART${at(when)}`,
    `DTEND${at(end)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    `LOCATION:${escaped(place)}`,
    `URL:${link}`,
    "CLASS:PRIVATE",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:-PT${reminder}M`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** 20260305T130000Z */
function utcStamp(date: Date): string {
  return `${clockStamp(date.getTime())}Z`;
}

function escaped(text: string): string {
  return text
    .trimEnd()
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n|[\r\n]/g, "\\n");
}

/** Breaks a line before it gets too long, never inside a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > lineLength) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
