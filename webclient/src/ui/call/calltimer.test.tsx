// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { callTimer } from "../../page/calltimer.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
import { byHandle, change, isShown, press, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");
const minute = 60_000;

beforeEach(() => {
  language.value = "en";
  callTimer.value = undefined;
  vi.useFakeTimers({ now: new Date("2026-03-05T14:00:00Z") });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (minutes: number) => change(() => vi.advanceTimersByTime(minutes * minute));

async function setSign(choice: string, minutes?: string) {
  await press("timer");
  await press(`sign-${choice}`);
  if (minutes !== undefined) await write("sign-minutes", minutes);
  await press("sign-set");
}

test("it runs from the first connection on, also while nobody is connected", async () => {
  const { model } = await showStage({ peers: [{ ...anna, state: "connecting" }] });
  await pass(10);
  expect(isShown("timer")).toBe(false);
  await change(() => {
    model.peers.value = [anna];
  });
  await pass(50.1);
  expect(byHandle("timer").textContent).toContain("50 min");
  await change(() => {
    model.peers.value = [];
  });
  await pass(75);
  expect(byHandle("timer").textContent).toContain("2 h 5 min");
});

test("its sign comes once, at the time that was chosen, and not by colour alone", async () => {
  const played = vi.spyOn(sounds, "playSound");
  await showStage({ peers: [anna] });
  const clock = byHandle("timer").querySelector("path")?.getAttribute("d");
  await setSign("50");
  expect(isShown("sign-set")).toBe(false);
  await pass(49.5);
  expect(byHandle("timer").dataset.signed).toBe("false");
  await pass(0.55);
  expect(byHandle("timer").dataset.signed).toBe("true");
  expect(byHandle("timer").title).toBe("Your 50 minutes are over.");
  expect(byHandle("timer").querySelector("path")?.getAttribute("d")).not.toBe(clock);
  expect(byHandle("says-polite").textContent).toContain("in this call for 50 minutes");
  expect(byHandle("says-urgent").textContent).toBe("");
  await pass(5);
  expect(played.mock.calls).toEqual([["timer"]]);
});

test("a later time can be chosen afterwards, a time that has passed has no sound", async () => {
  const played = vi.spyOn(sounds, "playSound");
  await showStage({ peers: [anna] });
  await pass(30);
  await setSign("25");
  expect(byHandle("timer").dataset.signed).toBe("true");
  expect(played).not.toHaveBeenCalled();
  await setSign("other", "33");
  expect(byHandle("timer").dataset.signed).toBe("false");
  await pass(3.1);
  expect(played.mock.calls).toEqual([["timer"]]);
  await setSign("none");
  expect(byHandle("timer").dataset.signed).toBe("false");
});

test.each(["", "0", "2.5", "-3", "601", "ten"])("%j is no time for a sign", async (minutes) => {
  await showStage({ peers: [anna] });
  await setSign("other", minutes);
  expect(document.querySelector("dialog")?.textContent).toContain("from 1 to 600");
  expect(callTimer.value?.signAfter).toBeUndefined();
});

test("it starts anew where the device has slept for hours", async () => {
  await showStage({ peers: [anna] });
  await pass(30.1);
  expect(byHandle("timer").textContent).toContain("30 min");
  vi.setSystemTime(Date.now() + 180 * minute);
  await pass(1);
  await pass(5.1);
  expect(byHandle("timer").textContent).toMatch(/^5 min/);
});
