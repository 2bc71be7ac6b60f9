// The invitation as a calendar file (RFC 5545).
import { t } from "../i18n/index.ts";
import { invitationText } from "./invitation.ts";

const length = 60; // minutes; a guess that people can change in their calendar
const lineLength = 74; // octets; RFC 5545 3.1 allows 75

/** An .ics file with one event that starts at `when`. */
export function calendarFile(
  invitation: { guestLink: string; when: Date },
  now: Date = new Date(),
): string {
  const { body } = invitationText(invitation);
  const { guestLink, when } = invitation;
  return eventFile({ when, title: t("call.title"), body, link: guestLink }, now);
}

/** The host's own entry, with her link in it: never to be sent. */
export function hostCalendarFile(
  { hostLink, when, topic }: { hostLink: string; when: Date; topic: string },
  now: Date = new Date(),
): string {
  const title = topic ? t("calendar.host.title", { topic }) : t("calendar.host.title.unnamed");
  const body = `${t("calendar.host.body")}\n\n${hostLink}\n`;
  return eventFile({ when, title, body, link: hostLink }, now);
}

interface CalendarEvent {
  readonly when: Date;
  readonly title: string;
  readonly body: string;
  readonly link: string;
}

function eventFile({ when, title, body, link }: CalendarEvent, now: Date): string {
  const end = new Date(when.getTime() + length * 60_000);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//einmal//invitation//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${crypto.randomUUID()}`,
    `DTSTAMP:${utcStamp(now)}`,
    `DTSTART:${utcStamp(when)}`,
    `DTEND:${utcStamp(end)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(body)}`,
    `URL:${link}`,
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** 20260305T130000Z */
function utcStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
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
