// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.TZ = "Europe/Berlin";
});

import { language, longDate, shortDate, zonedTime } from "../i18n/index.ts";
import { localValue } from "./datefield.tsx";

/** Two o'clock in the afternoon on both sides of the night in which clocks are put forward. */
const winter = new Date("2026-03-28T13:00:00Z");
const summer = new Date("2026-03-30T12:00:00Z");

beforeEach(() => {
  language.value = "de";
});

test("a field has the time that clocks show at that date, not today's", () => {
  expect([winter, summer].map(localValue)).toEqual(["2026-03-28T14:00", "2026-03-30T14:00"]);
  for (const date of [winter, summer]) expect(new Date(localValue(date))).toEqual(date);
});

test("every time names the zone that holds at that date", () => {
  expect(longDate(winter)).toBe("Samstag, 28. März 2026 um 14:00 MEZ");
  expect(longDate(summer)).toBe("Montag, 30. März 2026 um 14:00 MESZ");
  expect(shortDate(winter)).toBe("Sa., 28. März um 14:00 MEZ");
  expect(zonedTime(summer)).toBe("14:00 MESZ");
});
