// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeSettings } from "../../page/callsettings.ts";
import { installNotifications, look } from "../../page/testing/notifications.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
import { byHandle, change, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const [carla, dora] = [
  { sid: "k1", name: "Carla Lenz" },
  { sid: "k2", name: "Dora Ott" },
];
const anna = somePeer("Anna Berg");

/** Counts the knocks that were heard. */
function listen(): () => number {
  const played = vi.spyOn(sounds, "playSound");
  return () => played.mock.calls.filter(([name]) => name === "knock").length;
}

beforeEach(() => {
  language.value = "en";
  localStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  changeSettings({ notify: false });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an unanswered knock rings again after 20 s and 60 s, and then no more", async () => {
  const heard = listen();
  const touched = vi.spyOn(sounds, "vibrate");
  await showStage({ role: "host", knocks: [carla] });
  const times = [19_000, 2_000, 38_000, 2_000, 600_000].map((wait) => {
    vi.advanceTimersByTime(wait);
    return [heard(), touched.mock.calls.length];
  });
  // With a touch each.
  expect(times).toEqual([1, 2, 2, 3, 3].map((count) => [count, count]));
});

test("answered, it rings no more; nor after a message to whoever waits", async () => {
  const heard = listen();
  const { model } = await showStage({ role: "host", knocks: [carla] });
  await change(() => {
    model.knocks.value = [];
  });
  vi.advanceTimersByTime(90_000);
  expect(heard()).toBe(1);
  await change(() => {
    model.knocks.value = [dora];
  });
  await press("note");
  await press("note-two");
  vi.advanceTimersByTime(90_000);
  expect(heard()).toBe(2);
});

test("who looks at the page and talks to somebody hears it once", async () => {
  look(false);
  const heard = listen();
  await showStage({ role: "host", peers: [anna], knocks: [carla] });
  vi.advanceTimersByTime(21_000);
  expect(heard()).toBe(1);
  look(true);
  vi.advanceTimersByTime(40_000);
  expect(heard()).toBe(2);
});

test("in another window there is one message for a burst, without a name, until it is answered", async () => {
  const shown = installNotifications("granted", "granted");
  changeSettings({ notify: true });
  look(true);
  const { model } = await showStage({ role: "host", knocks: [carla] });
  await change(() => {
    model.knocks.value = [carla, dora];
  });
  expect(shown.map(({ text, open }) => [text, open])).toEqual([
    ["Somebody is waiting to be let in", true],
  ]);
  vi.advanceTimersByTime(11_000);
  await change(() => {
    model.knocks.value = [carla, dora, { sid: "k3", name: "Emre Kaya" }];
  });
  expect(shown.map(({ open }) => open)).toEqual([false, true]);
  await change(() => {
    model.knocks.value = [];
  });
  expect(shown.map(({ open }) => open)).toEqual([false, false]);
});

test("a press on the message leads to the card", async () => {
  const shown = installNotifications("granted", "granted");
  changeSettings({ notify: true });
  look(true);
  await showStage({ role: "host", knocks: [carla] });
  shown[0]?.onclick?.();
  expect(document.activeElement).toBe(byHandle("knock-card"));
});

test("there is no message for who looks at the page, who wants none, or after a refusal at the door", async () => {
  const shown = installNotifications("granted", "granted");
  changeSettings({ notify: true });
  look(false);
  await showStage({ role: "host", knocks: [carla] });
  look(true);
  await showStage({ role: "host", knocks: [carla], turnedAwayAt: new Date() });
  changeSettings({ notify: false });
  await showStage({ role: "host", knocks: [carla] });
  expect(shown).toEqual([]);
});

test("who knocks soon after somebody else was turned away is heard a minute later, and told", async () => {
  const shown = installNotifications("granted", "granted");
  changeSettings({ notify: true });
  look(true);
  const heard = listen();
  const { model } = await showStage({ role: "host", turnedAwayAt: new Date() });
  vi.advanceTimersByTime(1_000);
  await change(() => {
    model.knocks.value = [dora];
  });
  vi.advanceTimersByTime(58_000);
  await change(() => {
    model.knocks.value = [dora, carla];
  });
  expect([heard(), shown]).toEqual([0, []]);
  vi.advanceTimersByTime(1_000);
  expect([heard(), shown.length]).toEqual([1, 1]);
  vi.advanceTimersByTime(20_000);
  expect(heard()).toBe(2);
});

test("the message goes with the call", async () => {
  const shown = installNotifications("granted", "granted");
  changeSettings({ notify: true });
  look(true);
  await showStage({ role: "host", knocks: [carla] });
  await showStage({ role: "host" });
  expect(shown.map(({ open }) => open)).toEqual([false]);
});
