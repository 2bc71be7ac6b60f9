// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeSettings } from "../../page/callsettings.ts";
import { installAudio } from "../testing/audio.ts";

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
});
afterEach(() => {
  changeSettings({ sounds: true });
  vi.unstubAllGlobals();
});

const names = ["knock", "admitted", "joined", "left", "timer"] as const;

test("each sound is another one", async () => {
  const { played, clock } = installAudio();
  const { playSound } = await import("./sounds.ts");
  const all = names.map((name, i) => {
    clock.now = 100 * i;
    const before = played.length;
    playSound(name);
    return played
      .slice(before)
      .map(({ pitch }) => pitch)
      .join(" ");
  });
  expect(new Set(all).size).toBe(names.length);
  expect(all).not.toContain("");
});

test("one never plays over another: it waits, or is left out", async () => {
  const { played, clock } = installAudio();
  const { playSound } = await import("./sounds.ts");
  clock.now = 10;
  playSound("joined"); // 0.4 s
  playSound("knock"); // 1.5 s
  const end = 10 + 0.4;
  expect(played.map(({ at }) => at >= end)).toEqual([false, false, true, true, true, true]);
  playSound("left");
  expect(played).toHaveLength(6);
  clock.now = 12;
  playSound("left");
  expect(played).toHaveLength(8);
});

test("switched off, nothing sounds but the test that was asked for", async () => {
  const { played } = installAudio();
  const { playSound, testSound } = await import("./sounds.ts");
  const { changeSettings: change } = await import("../../page/callsettings.ts");
  change({ sounds: false });
  for (const name of names) playSound(name);
  expect(played).toEqual([]);
  testSound();
  expect(played).toHaveLength(3);
});
