/**
 * What is in a recorded file: everybody equally loud, lips and voice together, and no picture of who
 * has not agreed to theirs. The files are decoded, and each picture of them looked at.
 */
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
const recordedMs = 8_000;
const [annasTone, bensTone, clapTone] = [440, 660, 2_000];
const annas: Colour = [0, 0, 255];
const bens: Colour = [0, 128, 0];
const clap: Colour = [255, 0, 255];

if (!hasLoudspeaker)
  console.warn("recordingmedia: NOT RUN with a recorder in Firefox: there is no pulseaudio here");

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function callOfThree(browser: BrowserName): Promise<[host: Person, Person, Person]> {
  const devices = browser === "firefox" ? ({ devices: "loudspeaker" } as const) : {};
  const host = await stage.person("Ms Weber", { browser, ...devices });
  const anna = await stage.person("Anna Berg");
  const ben = await stage.person("Ben");
  await plantActor(anna.page, { hz: annasTone, colour: "rgb(0 0 255)" });
  const claps = { hz: clapTone, colour: "rgb(255 0 255)" };
  await plantActor(ben.page, { hz: bensTone, colour: "rgb(0 128 0)", clap: claps });
  host.stores.push("einmal recordings");
  const link = await host.host({ seats: 3 });
  for (const guest of [anna, ben]) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, anna, ben]) await mediaArrives(person, { peers: 2 });
  await host.press("mic");
  return [host, anna, ben];
}

async function recordAndSave(host: Person): Promise<string> {
  await host.see("recording");
  await pause(recordedMs);
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
  const starts = Array.from({ length: 40 }, (_, at) => end - 5 + at / 10);
  return median(starts.map((at) => levelOf(sound, hz, [at, at + 0.1])));
}

const recorders: BrowserName[] = hasLoudspeaker ? ["chromium", "firefox"] : ["chromium"];

describe.each(recorders)("recorded in %s", (browser) => {
  test("all are equally loud, lips and voice together, and one is without their picture", async () => {
    const [host, anna, ben] = await callOfThree(browser);
    await askToRecord(host, "together");
    await anna.press("record-yes-without-picture");
    await ben.press("record-yes");
    const directory = await recordAndSave(host);
    const name = readdirSync(directory).find((one) => one.startsWith("recording."));
    const film = new RecordedFile(directory, name ?? "");
    expect(await film.length()).toBeGreaterThan(recordedMs / 1000 - 1);
    expect(await film.plays(anna)).toMatchObject({ seeks: true });

    const pictures = await film.pictures(anna, [annas, bens, clap]);
    const seen = (which: number) => pictures.filter(({ shares }) => (shares[which] ?? 0) > 0.02);
    const ofBen = seen(1).length + seen(2).length;
    const sound = await film.sound(anna);
    const [loudAnna, loudBen] = [loudness(sound, annasTone), loudness(sound, bensTone)];
    const heard = beginningsOf(sound, clapTone, -40);
    const flashes = pictures.flatMap(({ at, shares }, place) => {
      const before = pictures[place - 1]?.shares[2] ?? 1;
      return before < 0.02 && (shares[2] ?? 0) >= 0.02 ? [at] : [];
    });
    const apart = flashes.flatMap((at) => {
      const near = heard.filter((one) => Math.abs(one - at) < 0.5);
      return near.length > 0 ? [at - median(near)] : [];
    });
    console.log(
      `${browser}: ${pictures.length} pictures, ${ofBen} of Ben, ${seen(0).length} of Anna; ` +
        `440 Hz ${loudAnna.toFixed(2)} dB, 660 Hz ${loudBen.toFixed(2)} dB; picture after sound by ` +
        `${(median(apart) * 1000).toFixed(0)} ms (${apart.map((s) => (s * 1000).toFixed(0))})`,
    );
    expect(seen(0), "pictures of Anna").toEqual([]);
    expect(ofBen, "pictures of Ben").toBeGreaterThan(pictures.length * 0.8);
    expect(Math.abs(loudAnna - loudBen), "dB between the two").toBeLessThan(1);
    expect(apart.length, "claps").toBeGreaterThan(3);
    expect(Math.abs(median(apart)), "s between lips and voice").toBeLessThan(0.08);
  });
});
