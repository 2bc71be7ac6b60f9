/**
 * What is in a recorded file: everybody equally loud, lips and voice together, and no picture of who
 * has not agreed to theirs. The files are decoded, and each picture of them looked at.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { plantActor } from "./harness/actor.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { hasLoudspeaker } from "./harness/loudspeaker.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import {
  beginningsOf,
  type Colour,
  levelOf,
  RecordedFile,
  type Sound,
} from "./harness/recorded.ts";
import { askToRecord, saveFiles, verifyRecording } from "./harness/recording.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const recordedMs = 6_000;
const [annasTone, bensTone, clapTone] = [440, 660, 2_000];
const annas: Colour = [0, 0, 255];
const bens: Colour = [0, 128, 0];
const clap: Colour = [255, 0, 255];

if (!hasLoudspeaker)
  console.warn("recordingmedia: NOT RUN with a recorder in Firefox: there is no pulseaudio here");

/** Of this machine itself. */
const hasOutput = /\d/.test(String(spawnSync("cat", ["/proc/asound/cards"]).stdout));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const recorderIn = (browser: BrowserName) =>
  stage.person("Ms Weber", {
    browser,
    ...(browser === "firefox" && { devices: "loudspeaker" }),
  });

const bensPart = {
  ...{ hz: bensTone, colour: "rgb(0 128 0)" },
  clap: { hz: clapTone, colour: "rgb(255 0 255)" },
};

async function callOfTwo(browser: BrowserName): Promise<[host: Person, ben: Person]> {
  const host = await recorderIn(browser);
  const ben = await stage.person("Ben");
  await plantActor(ben.page, bensPart);
  const link = await host.host({ seats: 2 });
  await ben.knock(link);
  await host.admit(ben.name);
  for (const person of [host, ben]) await mediaArrives(person, { peers: 1 });
  await host.press("mic");
  return [host, ben];
}

async function callOfThree(browser: BrowserName): Promise<[host: Person, Person, Person]> {
  const host = await recorderIn(browser);
  const anna = await stage.person("Anna Berg");
  const ben = await stage.person("Ben");
  await plantActor(anna.page, { hz: annasTone, colour: "rgb(0 0 255)" });
  await plantActor(ben.page, bensPart);
  const link = await host.host({ seats: 3 });
  for (const guest of [anna, ben]) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, anna, ben]) await mediaArrives(person, { peers: 2 });
  await host.press("mic");
  return [host, anna, ben];
}

async function recordAndSave(host: Person, ms = recordedMs): Promise<string> {
  await host.see("recording");
  await pause(ms);
  await host.press("record-stop");
  await until("the recording", async () => (await host.page.$(handle("recording-save"))) !== null);
  const directory = await saveFiles(host);
  expect(verifyRecording(directory)).toMatchObject({ status: 0 });
  await host.press("recording-delete");
  await host.press("confirm");
  return directory;
}

/** Over its last seconds, in pieces of 0.1 s: what a browser stretches changes the phase of a tone. */
function loudness(sound: Sound, hz: number): number {
  const end = sound.from + sound.samples.length / sound.rate;
  const starts = Array.from({ length: 30 }, (_, at) => end - 4 + at / 10);
  return median(starts.map((at) => levelOf(sound, hz, [at, at + 0.1])));
}

const recorders: BrowserName[] = hasLoudspeaker ? ["chromium", "firefox"] : ["chromium"];

/** What somebody hears of the others, each as the browser measures it, is loud. */
async function hearsEach({ name, page }: Person): Promise<void> {
  await until(`each voice to be heard by ${name}`, () =>
    page.evaluate(async () => {
      const all = window.spy.connections.filter((one) => one.connectionState === "connected");
      const stats = await Promise.all(all.map((one) => one.getReceivers()[0]?.getStats()));
      const isLoud = (report: RTCStatsReport | undefined) =>
        [...(report?.values() ?? [])].some(({ audioLevel }) => audioLevel > 0.02);
      return stats.length > 0 && stats.every(isLoud);
    }),
  );
}

describe.each(recorders)("recorded in %s", (browser) => {
  test("each form has those in it who agreed, as loud as they are, and no picture without a yes", {
    timeout: 400_000,
  }, async () => {
    const [host, anna, ben] = await callOfThree(browser);
    await hearsEach(host);
    await askToRecord(host, "together");
    await anna.press("record-yes-without-picture");
    await ben.press("record-yes");
    let directory = await recordAndSave(host);
    const nameIn = (folder: string) =>
      readdirSync(folder).find((one) => one.startsWith("recording.")) ?? "";
    const film = new RecordedFile(directory, nameIn(directory));
    expect(await film.length()).toBeGreaterThan(recordedMs / 1000 - 1);
    expect(await film.plays(anna)).toMatchObject({ seeks: true });
    const pictures = await film.pictures(anna, [annas, bens, clap]);
    const withColour = (...which: number[]) =>
      pictures.filter(({ shares }) => which.some((one) => (shares[one] ?? 0) > 0.02)).length;
    const sound = await film.sound(anna);
    const levels = [loudness(sound, annasTone), loudness(sound, bensTone)] as const;
    console.log(
      `${browser}, ${film.name}: ${pictures.length} pictures, with Ben in ${withColour(1, 2)}, ` +
        `with Anna in ${withColour(0)}; ${levels.map((level) => level.toFixed(2)).join(" and ")} dB`,
    );
    expect(withColour(0), "pictures with Anna").toBe(0);
    expect(withColour(1, 2), "pictures with Ben").toBeGreaterThan(pictures.length * 0.8);
    expect(Math.abs(levels[0] - levels[1]), "dB between the two").toBeLessThan(1);

    for (const form of ["sound", "separate"]) {
      await askToRecord(host, form);
      await anna.press("record-yes");
      await ben.press("record-yes");
      directory = await recordAndSave(host);
      const files = readdirSync(directory).filter((one) => !one.endsWith("json"));
      const heard: string[] = [];
      for (const name of files) {
        const file = new RecordedFile(directory, name);
        expect(await file.hasPicture()).toBe(false);
        expect(await file.plays(anna)).toMatchObject({ seeks: true });
        const piece = await file.sound(anna);
        const loud = [annasTone, bensTone].filter((hz) => loudness(piece, hz) > -25);
        heard.push(loud.join(" and "));
      }
      console.log(`${browser}, ${form}: ${files.map((name, at) => `${name} ${heard[at]}`)}`);
      const loudOnes = heard.filter((one) => one !== "").sort(); // the recorder is silent
      expect(loudOnes).toEqual(form === "sound" ? ["440 and 660"] : ["440", "660"]);
    }
  });

  // Alone on a machine that has nothing else to do: make recording.
  test.runIf(process.env.RECORDED)(
    "lips and voice are together",
    { timeout: 300_000 },
    async () => {
      const [host, ben] = await callOfTwo(browser);
      await hearsEach(host);
      await askToRecord(host, "together");
      await ben.press("record-yes");
      const directory = await recordAndSave(host, 20_000);
      const name = readdirSync(directory).find((one) => one.startsWith("recording."));
      const film = new RecordedFile(directory, name ?? "");
      const pictures = await film.pictures(ben, [clap]);
      const heard = beginningsOf(await film.sound(ben), clapTone, -40);
      const apart = pictures.flatMap(({ at, shares }, place) => {
        const before = pictures[place - 1]?.shares[0] ?? 1;
        if (before > 0.02 || (shares[0] ?? 0) <= 0.02) return [];
        const near = heard.filter((one) => Math.abs(one - at) < 0.5);
        return near.length > 0 ? [Math.round((at - median(near)) * 1000)] : [];
      });
      const [middle] = [median(apart)];
      console.log(`${browser}: picture after sound by ${middle} ms, median of ${apart.length}`);
      console.log(`${browser}: ${apart.join(" ")}`);
      expect(apart.length, "claps").toBeGreaterThan(10);
      expect(Math.abs(middle), "ms between lips and voice").toBeLessThanOrEqual(80);
    },
  );
});

test("a Firefox without a loudspeaker says that it cannot mix, and asks nobody", async () => {
  const host = await stage.person("Ms Weber", { browser: "firefox" });
  const anna = await stage.person("Anna Berg");
  const link = await host.host({ seats: 2 });
  await anna.knock(link);
  await host.admit(anna.name);
  await mediaArrives(host, { peers: 1 });
  await askToRecord(host, "together");
  // Where there is one it begins; here it would write silence.
  const answer = await Promise.race([
    host.see("record-problem").then(() => "no sound runs"),
    anna.see("record-asked").then(() => "asked"),
  ]);
  if (answer === "asked") return expect(hasOutput).toBe(true);
  await host.has("record-problem", "data-code", "no-sound");
  await host.reads("record-problem", "choose a file for each person");
  expect(await anna.page.$(handle("record-asked"))).toBeNull();
  await askToRecord(host, "separate");
  await anna.press("record-yes");
  await host.see("recording");
});
