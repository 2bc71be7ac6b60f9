/**
 * What lies in the recorder's browser: it outlives a browser that is killed, says when there is
 * little room, and leaves nothing behind once it is to be forgotten. RECORDED=60 records a minute.
 */
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser } from "puppeteer-core";
import { expect, test } from "vitest";
import { type BrowserName, launch } from "./harness/browsers.ts";
import { hasLoudspeaker } from "./harness/loudspeaker.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, Person } from "./harness/person.ts";
import { RecordedFile } from "./harness/recorded.ts";
import { askToRecord, keptFiles, saveFiles, verifyRecording } from "./harness/recording.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const seconds = Number(process.env.RECORDED ?? 10);
/** What a kill may cost. */
const lostSeconds = 5;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `recorder` records a guest, until somebody ends it. */
async function isRecording(recorder: Person, form = "together"): Promise<Person> {
  const guest = await stage.person("Anna Berg");
  const link = await recorder.host({ seats: 2 });
  await guest.knock(link);
  await recorder.admit(guest.name);
  for (const person of [recorder, guest]) await mediaArrives(person, { peers: 1 });
  await askToRecord(recorder, form);
  await guest.press("record-yes");
  await recorder.see("recording");
  return guest;
}

async function kill(browser: Browser): Promise<void> {
  const process = browser.process();
  const ended = new Promise((resolve) => process?.once("exit", resolve));
  process?.kill("SIGKILL");
  await ended;
}

test.each<BrowserName>(["chromium", "firefox"])(
  "a %s that is killed keeps all but the last seconds, and offers it when it is started again",
  { timeout: 240_000 + seconds * 1_000 },
  async (name) => {
    const profile = await mkdtemp(path.join(os.tmpdir(), "einmal-profile-"));
    const devices = name === "firefox" && hasLoudspeaker ? "loudspeaker" : "slow";
    const form = name === "firefox" && !hasLoudspeaker ? "separate" : "together";
    try {
      const before = await launch(name, devices, undefined, profile);
      const { origin } = stage.server;
      const recorder = await Person.open("Ms Weber", origin, before.defaultBrowserContext());
      const guest = await isRecording(recorder, form);
      const began = performance.now();
      await pause(seconds * 1_000);
      const lasted = (performance.now() - began) / 1_000;
      await kill(before);

      const after = await launch(name, devices, undefined, profile);
      const again = await Person.open("Ms Weber", origin, after.defaultBrowserContext());
      await again.visit();
      await again.see("recording-unfinished");
      const directory = await saveFiles(again);
      const kept = await again.page.$$eval(handle("recording-save"), (all) =>
        all.map((button) => (button as HTMLElement).dataset.name ?? ""),
      );
      const [media = ""] = kept.filter((one) => !one.endsWith("json"));
      const file = new RecordedFile(directory, media);
      const length = await file.length();
      console.log(`${name}: killed after ${lasted.toFixed(1)} s, ${length.toFixed(1)} s are left`);
      expect(length).toBeGreaterThan(lasted - lostSeconds);
      await file.plays(guest);
      expect(verifyRecording(directory)).toMatchObject({ status: 1 }); // it is not signed

      await again.press("recording-delete");
      await again.press("confirm");
      await until("nothing to lie there", async () => (await keptFiles(again)).length === 0);
      await after.close();
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  },
);

test.each<BrowserName>(["chromium", "firefox"])(
  "who has everything forgotten in the middle of it leaves nothing of it in %s",
  async (browser) => {
    const recorder = await stage.person("Ms Weber", { browser });
    await isRecording(recorder, "separate");
    await until("a piece of it", async () => (await keptFiles(recorder)).length > 2);
    await recorder.press("together-close");
    await recorder.press("more");
    await recorder.press("knows");
    await recorder.press("forget-me");
    await recorder.press("forget-end");
    await recorder.see("over");
    await until("nothing to lie there", async () => (await keptFiles(recorder)).length === 0);
    await pause(2_000);
    expect(await keptFiles(recorder)).toEqual([]);
  },
);

test("little room is said before it begins, and none ends it in words, with what there is kept", async () => {
  const recorder = await stage.person("Ms Weber");
  const session = await recorder.page.createCDPSession();
  const { origin } = stage.server;
  // Chromium tells pages of ten gigabytes whatever the disk has, and keeps to what there is.
  await recorder.page.evaluateOnNewDocument((bytes) => {
    if (!isSecureContext) return;
    navigator.storage.estimate = async () => ({ quota: bytes, usage: 0 });
  }, 100_000_000); // ten minutes
  const guest = await stage.person("Anna Berg");
  const link = await recorder.host({ seats: 2 });
  await guest.knock(link);
  await recorder.admit(guest.name);
  await mediaArrives(guest, { peers: 1 });
  await askToRecord(recorder, "together");
  await recorder.reads("record-minutes", "about 10 minutes");
  await guest.press("record-yes");
  await recorder.see("recording");
  await until("a piece of it", async () => (await keptFiles(recorder)).length > 3);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await recorder.has("record-problem", "data-code", "no-room");
  await guest.has("record-ended", "data-reason", "failed");
  await recorder.see("recording-save");
  const directory = await saveFiles(recorder);
  const name = readdirSync(directory).find((one) => one.startsWith("recording."));
  expect((await new RecordedFile(directory, name ?? "").length()) > 1).toBe(true);
});
