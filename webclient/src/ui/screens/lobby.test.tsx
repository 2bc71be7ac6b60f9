// @vitest-environment happy-dom
// What a guest who waits reads of the date.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language, longDate } from "../i18n/index.ts";
import { byHandle, change, isShown, showScreen } from "../testing/screen.ts";
import { someModel } from "../testing/values.ts";
import { Lobby } from "./lobby.tsx";

const minute = 60_000;
const now = new Date("2036-03-05T12:00:00Z");

beforeEach(() => {
  language.value = "en";
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
});

async function waits(when?: Date) {
  const model = someModel({ hostHere: false, ...(when && { appointment: when }) });
  await showScreen(<Lobby model={model} media={undefined} returning={false} />);
  return model;
}

const planned = () => byHandle("planned").textContent;

test("a guest who comes too early reads the date with its zone, and that it is early until then", async () => {
  const when = new Date(now.getTime() + 20 * minute);
  await waits(when);
  expect(planned()).toContain(`The call is planned for ${longDate(when)}.`);
  expect(planned()).toContain("You are early.");
  await change(() => vi.advanceTimersByTime(6 * minute));
  expect(planned()).not.toContain("You are early.");
  expect(planned()).toContain("planned for");
});

test("a date that is moved while somebody waits is the new one, or none", async () => {
  const later = new Date("2036-03-07T12:00:00Z");
  const model = await waits();
  expect(isShown("planned")).toBe(false);
  await change(() => {
    model.appointment.value = later;
  });
  expect(planned()).toContain(longDate(later));
  await change(() => {
    model.closed.value = true;
  });
  expect(isShown("planned")).toBe(false);
});
