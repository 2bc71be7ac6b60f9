/** A film of one's own device, played for everybody. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterEach, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import { type BrowserName, outDir } from "./harness/browsers.ts";
import { makeFilm } from "./harness/film.ts";
import { areInCall } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { screensArrive, seesScreens } from "./harness/screen.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const files: string[] = [];

afterEach(async () => {
  for (const file of files.splice(0)) await rm(file, { force: true });
});

const projector = (person: Person) =>
  person.page.$eval(".film-stand video", (video) => {
    const { paused, currentTime } = video as HTMLVideoElement;
    return { paused, currentTime };
  });

test.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("a film plays, pauses and ends in %s for somebody in %s", async (presenter, viewer) => {
  const host = await stage.person("Ms Weber", { browser: presenter });
  const anna = await stage.person("Anna Berg", { browser: viewer });
  await anna.knock(await host.host());
  await host.admit(anna.name);
  await areInCall([host, anna]);
  const file = path.join(outDir, `film-${randomUUID()}.webm`);
  files.push(file);
  await makeFilm(host, file);
  await host.press("together");
  await host.press("together-film");
  const field = (await host.page.waitForSelector(
    handle("film-file"),
  )) as ElementHandle<HTMLInputElement>;
  await field.uploadFile(file);
  await host.has("film-shown", "data-shown", "false");
  // The test may take longer than the film.
  await host.page.$eval(".film-stand video", (video) => {
    (video as HTMLVideoElement).loop = true;
  });
  await host.press("film-play");
  await until("the film to play", async () => !(await projector(host)).paused);
  await seesScreens(anna, 0);
  await host.press("film-show");
  await host.has("film-shown", "data-shown", "true");
  await anna.see("share-tile");
  await screensArrive(anna);
  expect(await axeFaults(host.page)).toEqual([]);
  await host.press("film-play");
  await until("the film to stand still", async () => (await projector(host)).paused);
  await host.page.$eval(handle("film-place"), (range) => {
    (range as HTMLInputElement).value = "0";
    range.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until("its beginning", async () => (await projector(host)).currentTime === 0);
  await host.press("together-close");
  await host.press("together");
  await host.press("together-film");
  await host.press("film-play");
  await screensArrive(anna);
  await host.press("film-show");
  await seesScreens(anna, 0);
  await until("the film to stand still", async () => (await projector(host)).paused);
});
