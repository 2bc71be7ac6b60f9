/**
 * Recording by consent: it begins only if all agree, nothing of who has not agreed reaches the
 * recorder, and what comes of it can be checked and is gone once it is deleted.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { afterEach, expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle } from "./harness/person.ts";
import {
  askToRecord,
  countRecorders,
  keptFiles,
  recordersOf,
  saveFiles,
  sentBytes,
  verifyRecording,
} from "./harness/recording.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
let native: Native | undefined;
let other: Native | undefined;

afterEach(async () => {
  await Promise.all([native?.leave(), other?.leave()]);
  native = undefined;
  other = undefined;
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a call of three in two browsers is recorded as far as each agrees", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben");
  const link = await host.host();
  await anna.knock(link);
  await host.admit(anna.name);
  await mediaArrives(anna, { peers: 1 });
  await countRecorders(host);

  // One no, and there is nothing that could have recorded anything.
  await askToRecord(host, "together", "For the minutes");
  await until("the question", async () =>
    (await anna.text("record-asked")).includes("What for: For the minutes"),
  );
  await anna.press("record-no");
  await host.has("record-ended", "data-reason", "refused");
  await anna.has("record-ended", "data-reason", "refused");
  expect(await recordersOf(host)).toEqual([]);
  expect(await keptFiles(host)).toEqual([]);

  await askToRecord(host, "together", "For the minutes");
  await anna.press("record-yes");
  for (const person of [host, anna]) {
    await person.see("recording");
    expect(await person.page.$eval("html", (page) => page.hasAttribute("data-recorded"))).toBe(
      true,
    );
  }
  expect(await recordersOf(host)).toHaveLength(1);

  // Who comes now is told before, and sends the recorder nothing.
  await ben.knock(link);
  await ben.see("recorded");
  await host.see("knock-recorded");
  await host.admit(ben.name);
  await ben.see("record-asked");
  await until("sound for Anna", async () =>
    (await sentBytes(ben)).some(({ audio }) => audio > 5_000),
  );
  await pause(1_000);
  const before = (await sentBytes(ben)).sort((a, b) => a.audio - b.audio);
  expect(before[0]).toEqual({ audio: 0, video: 0 });
  expect(before[1]?.video).toBeGreaterThan(0);

  await ben.press("record-yes-without-picture");
  await until("sound for the recorder", async () =>
    (await sentBytes(ben)).every(({ audio }) => audio > 5_000),
  );
  expect((await sentBytes(ben)).filter(({ video }) => video === 0)).toHaveLength(1);
  await ben.see("recording");

  // Whoever takes their agreement back ends it at once.
  await anna.page.evaluate(
    (button) =>
      document.querySelector(button)?.addEventListener("click", () => {
        document.documentElement.dataset.clicked = String(Date.now());
      }),
    handle("record-withdraw"),
  );
  await anna.press("record-withdraw");
  for (const person of [host, anna, ben])
    await person.has("record-ended", "data-reason", "withdrawn");
  const [recorder] = await recordersOf(host);
  const withdrawn = Number(await anna.page.$eval("html", ({ dataset }) => dataset.clicked));
  expect((recorder?.stopped ?? Number.POSITIVE_INFINITY) - withdrawn).toBeLessThan(1_000);

  await until("the recording", async () => (await host.page.$(handle("recording-save"))) !== null);
  const directory = await saveFiles(host);
  const names = readdirSync(directory).sort();
  expect(names).toEqual(["consent.json", expect.stringMatching(/^recording\.(mp4|webm)$/)]);
  const film = path.join(directory, names[1] ?? "");
  const source = new BufferSource(readFileSync(film));
  const input = new Input({ formats: ALL_FORMATS, source });
  expect(await input.computeDuration()).toBeGreaterThan(2);
  expect((await input.getPrimaryVideoTrack())?.displayWidth).toBe(1280);
  expect(await input.getPrimaryAudioTrack()).not.toBeNull();

  const proof = readFileSync(path.join(directory, "consent.json"), "utf8");
  expect(verifyRecording(directory)).toMatchObject({ status: 0 });
  writeFileSync(path.join(directory, "consent.json"), proof.replace("minutes", "market"));
  expect(verifyRecording(directory)).toMatchObject({ status: 1 });
  writeFileSync(path.join(directory, "consent.json"), proof);
  writeFileSync(film, Buffer.concat([readFileSync(film), Buffer.of(0)]));
  expect(verifyRecording(directory)).toMatchObject({ status: 1 });

  await host.press("recording-delete");
  await host.press("confirm");
  await until("nothing to lie there", async () => (await keptFiles(host)).length === 0);
});

test("a native participant says no unless it was started otherwise, and sends nothing then", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.host();
  native = Native.echo(link);
  await host.admit("Echo");
  await mediaArrives(host, { peers: 1 });
  await askToRecord(host, "separate");
  await native.hears("record-asked", ({ code }) => code === "no");
  await host.has("record-ended", "data-reason", "refused");
  await native.leave();

  native = Native.echo(link, "-consent", "yes");
  await host.admit("Echo");
  await mediaArrives(host, { peers: 1 });
  await askToRecord(host, "separate");
  await native.hears("recording", ({ code }) => code === "yes");
  await host.see("recording");

  // Who comes now is told by the host, and not a packet of theirs reaches the recorder.
  const known = (await host.stats()).map(({ sid }) => sid);
  other = Native.echo(link, "-name", "Late");
  await host.admit("Late");
  await other.hears("recording", ({ code }) => code === "no");
  await pause(2_000);
  const late = (await host.stats()).find(({ sid }) => !known.includes(sid));
  expect(late).toMatchObject({ state: "connected", audioPacketsReceived: 0, framesDecoded: 0 });

  await host.press("record-stop");
  await native.hears("recording-over", ({ code }) => code === "stopped");
  await until("the recording", async () => (await host.page.$(handle("recording-save"))) !== null);
  expect(verifyRecording(await saveFiles(host))).toMatchObject({ status: 0 });
  await until("what was withheld", async () =>
    (await host.stats()).every(({ audioPacketsReceived }) => audioPacketsReceived > 0),
  );
});
