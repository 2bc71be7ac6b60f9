/**
 * The background blurred by our own program: what the others get shows nothing of the room, whatever
 * happens to the program, and nobody loads it who does not want it. The Firefox at hand has no
 * WebGL: there the whole picture is blurred.
 */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { cameraInARoom } from "./harness/room.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

interface Seen {
  pictures: number;
  /** Of the wall, the greatest difference between neighbouring squares in any picture so far: 0 to 255. */
  contrast: number;
  /** Of the face and the wall beside it. */
  person: number;
}

/** Runs in the page: looks at every picture of the other that is shown, from now on. */
function watchPictures(): void {
  const seen: Seen = { pictures: 0, contrast: 0, person: 0 };
  Object.assign(window, { seen });
  const pen = Object.assign(document.createElement("canvas"), {
    width: 640,
    height: 360,
  }).getContext("2d", { willReadFrequently: true });
  const light = (x: number, y: number) => pen?.getImageData(x, y, 1, 1).data[1] ?? 0;
  const look = () => {
    const video = document.querySelector<HTMLVideoElement>("[data-test=tile] video");
    if (pen && video?.videoWidth) {
      pen.drawImage(video, 0, 0, 640, 360);
      seen.pictures++;
      for (const y of [30, 90, 150])
        for (const x of [30, 50, 70, 550, 570, 590])
          seen.contrast = Math.max(seen.contrast, Math.abs(light(x, y) - light(x + 20, y)));
      seen.person = Math.abs(light(298, 148) - light(318, 128));
    }
    setTimeout(look, 20);
  };
  look();
}

const seenBy = ({ page }: Person) =>
  page.evaluate(() => (window as unknown as { seen: Seen }).seen);

/** The files of the program that the page has asked for. */
const loaded = ({ page }: Person) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => /blurcore|blurworker|segmenter/.test(path)),
  );

const liveCameras = ({ page }: Person) =>
  page.evaluate(
    () =>
      (window as unknown as { given: MediaStreamTrack[] }).given.filter(
        ({ readyState }) => readyState === "live",
      ).length,
  );

async function switchBlur(person: Person): Promise<void> {
  await person.press("devices");
  await person.press("blur");
  await person.press("dialog-close");
}

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("nothing of the room is ever received, and without the switch nothing is loaded", async () => {
    const host = await stage.person("Ms Weber");
    const link = await host.host();
    const guest = await stage.person("Anna Berg", { browser });
    await guest.page.evaluateOnNewDocument(cameraInARoom);
    await guest.visit(link);
    await guest.press("continue");
    await guest.prepare();
    expect(await loaded(guest)).toEqual([]);
    await switchBlur(guest);
    await until("the camera, blurred", () =>
      guest.attribute("camera", "aria-pressed").then((on) => on === "true"),
    );
    await host.page.evaluate(watchPictures);
    await guest.press("join");
    await host.admit(guest.name);
    await mediaArrives(host, { peers: 1 });
    await until("some pictures", async () => (await seenBy(host)).pictures > 50);
    // Other than in the room, where it is 255.
    expect((await seenBy(host)).contrast).toBeLessThan(60);
    if (browser === "chromium") expect((await seenBy(host)).person).toBeGreaterThan(30);
    expect(new Set(await loaded(guest)).size).toBe(browser === "chromium" ? 5 : 2);
    const busyMs = await guest.page.evaluate(() => {
      const all = (window as unknown as { busyMs: number[] }).busyMs
        .slice(10)
        .sort((a, b) => a - b);
      return { pictures: all.length, median: all[all.length >> 1], worst: all.at(-1) };
    });
    console.log(`${browser}, ms a picture: ${JSON.stringify(busyMs)}`);

    // Off and on: another camera, another worker, and those before are let go.
    await guest.press("camera");
    await until("the camera to be let go", async () => (await liveCameras(guest)) === 0);
    await guest.press("camera");
    await guest.has("camera", "aria-pressed", "true");
    expect(await liveCameras(guest)).toBe(1);
    await mediaArrives(host, { peers: 1 });

    // A worker that is gone says nothing more.
    await guest.page.evaluate(() => {
      for (const worker of (window as unknown as { workers: Worker[] }).workers) worker.terminate();
    });
    await guest.has("problem", "data-code", "device-unblurred");
    await guest.has("camera", "aria-pressed", "false");
    expect(await liveCameras(guest)).toBe(0);
    await until("the picture to be gone", () =>
      host.page.evaluate(
        () => !document.querySelector("[data-test=tile] video:not(.picture-hidden)"),
      ),
    );
    expect((await seenBy(host)).contrast).toBeLessThan(60);

    await switchBlur(guest);
    expect(await guest.page.evaluate(() => localStorage.length)).toBe(0);
  });
});

test("without the switch the room is seen: the measure of the test above", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.host();
  const guest = await stage.person("Anna Berg");
  await guest.page.evaluateOnNewDocument(cameraInARoom);
  await host.page.evaluate(watchPictures);
  await guest.knock(link);
  await host.admit(guest.name);
  await mediaArrives(host, { peers: 1 });
  await until("the room to be seen", async () => (await seenBy(host)).contrast > 200);
  expect(await loaded(guest)).toEqual([]);
});
