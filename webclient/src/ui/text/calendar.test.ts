// @vitest-environment happy-dom
import ICAL from "ical.js";
import ical, { type VEvent } from "node-ical";
import { beforeEach, expect, test } from "vitest";
import { formatLink, guestLink as guestOf, type HostLink } from "../../crypto/link.ts";
import { always, Random } from "../../crypto/testing/random.ts";
import { language } from "../i18n/index.ts";
import { calendarFile, hostCalendarFile } from "./calendar.ts";
import "../testing/words.ts";
import { ZoneClock } from "./timezone.ts";

const random = new Random(5545);
const host: HostLink = {
  role: "host",
  kind: "video",
  secret: random.randomBytes(16),
  seed: random.randomBytes(32),
};
const guestLink = formatLink("https://call.example", await guestOf(host));
const hostLink = formatLink("https://call.example", host);
const when = new Date(Date.UTC(2026, 2, 5, 13, 0));
const berlin = new ZoneClock("Europe/Berlin");
const made = { now: new Date(Date.UTC(2026, 1, 1, 8, 30)), clock: berlin };

beforeEach(() => {
  language.value = "en";
});

/** As Thunderbird reads it. */
function readByThunderbird(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const [event, ...others] = calendar.getAllSubcomponents("vevent");
  if (event === undefined || others.length > 0) throw new Error("there is not one event");
  return { calendar, event: new ICAL.Event(event) };
}

function readByNode(file: string): VEvent {
  const events = Object.values(ical.parseICS(file)).filter((part) => part?.type === "VEVENT");
  if (events.length !== 1) throw new Error(`${events.length} events`);
  return events[0] as VEvent;
}

test("two parsers read the same event at the right time", async () => {
  const file = await calendarFile({ guestLink, when }, made);
  const { event } = readByThunderbird(file);
  expect(event.startDate.toJSDate()).toEqual(when);
  expect(event.startDate.zone?.tzid).toBe("Europe/Berlin");
  expect(event.startDate.toString()).toBe("2026-03-05T14:00:00");
  expect(event.duration.toSeconds()).toBe(3600);
  expect(event.location).toBe(guestLink);
  expect(event.description.split("\n")).toContain(guestLink);
  expect(event.description).toContain("Safari, Chrome");
  const other = readByNode(file);
  expect([other.start.getTime(), other.end?.getTime()]).toEqual([
    when.getTime(),
    when.getTime() + 3_600_000,
  ]);
  expect([other.summary, other.location, other.url]).toEqual([
    "Private call",
    guestLink,
    guestLink,
  ]);
  expect(other.description).toBe(event.description);
});

test("nothing in it asks for an answer, or names somebody", async () => {
  const { calendar, event } = readByThunderbird(await calendarFile({ guestLink, when }, made));
  expect(calendar.getFirstPropertyValue("method")).toBeNull();
  expect(event.organizer).toBeNull();
  expect(event.attendees).toEqual([]);
  expect(event.component.getFirstPropertyValue("class")).toBe("PRIVATE");
});

test("a moved appointment takes the place of the old one", async () => {
  const old = readByThunderbird(await calendarFile({ guestLink, when }, made)).event;
  const later = { ...made, now: new Date(made.now.getTime() + 60_000) };
  const moved = new Date(when.getTime() + 86_400_000);
  const event = readByThunderbird(await calendarFile({ guestLink, when: moved }, later)).event;
  expect(event.uid).toBe(old.uid);
  expect(event.sequence).toBeGreaterThan(old.sequence);
  expect(event.startDate.toJSDate()).toEqual(moved);
});

test("the host's own entry has her link and her topic, is another one, and warns", async () => {
  const own = { hostLink, guestLink, when, topic: "Second round; new, final" };
  const { event } = readByThunderbird(await hostCalendarFile(own, made));
  const sent = readByThunderbird(await calendarFile({ ...own }, made));
  expect(event.uid).not.toBe(sent.event.uid);
  expect(event.summary).toBe("For me only: private call, Second round; new, final");
  expect(event.description.split("\n")).toEqual(expect.arrayContaining([hostLink, guestLink]));
  expect(event.description).toMatch(/^Do not pass this entry on/);
  expect(event.location).not.toContain("#");
  expect(sent.calendar.toString()).not.toContain(hostLink.slice(-20));
  expect(sent.calendar.toString()).not.toContain("Second round");
});

test("lines are as long as RFC 5545 allows, and break inside no character", async () => {
  language.value = "de";
  const topic = "Größe 😀 ".repeat(30);
  const file = await hostCalendarFile({ hostLink, guestLink, when, topic }, made);
  expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  for (const line of file.split("\r\n")) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/\p{Surrogate}/u);
  }
  expect(readByThunderbird(file).event.summary).toContain(topic.trimEnd());
});

const zones = [
  "Europe/Berlin",
  "Europe/Dublin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
];

test.each(zones)("in %s every hour is read as the hour it is", (zone) =>
  always(40, async (random) => {
    const clock = new ZoneClock(zone);
    const at = new Date(Date.UTC(2026, 0, 1, random.integerBelow(365 * 24)));
    const { event } = readByThunderbird(
      await calendarFile({ guestLink, when: at }, { ...made, clock }),
    );
    expect(event.startDate.toJSDate()).toEqual(at);
    expect(event.endDate.toJSDate().getTime()).toBe(at.getTime() + 3_600_000);
  }),
);

test("the rules of a zone are written as rules, and the hour that comes twice in UTC", async () => {
  const summer = await calendarFile({ guestLink, when }, made);
  expect(summer).toContain("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100");
  expect(summer).toContain("DTSTART:20251026T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
  const newYork = { ...made, clock: new ZoneClock("America/New_York") };
  expect(await calendarFile({ guestLink, when }, newYork)).toContain("BYMONTH=3;BYDAY=2SU");
  const again = new Date(Date.UTC(2026, 9, 25, 1, 30));
  const file = await calendarFile({ guestLink, when: again }, made);
  expect(file).toContain("DTSTART:20261025T013000Z");
  expect(readByThunderbird(file).event.startDate.toJSDate()).toEqual(again);
  const utc = await calendarFile({ guestLink, when }, { ...made, clock: undefined });
  expect(utc).toContain("DTSTART:20260305T130000Z");
  expect(utc).not.toContain("VTIMEZONE");
});
