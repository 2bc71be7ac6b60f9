/**
 * What everybody sees while it is recorded: on each screen, in windows beside the page, after a
 * reload, and when the recorder is gone or goes on without somebody.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { type BrowserName, launch } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, Person } from "./harness/person.ts";
import { askToRecord, saveFiles, sentBytes, verifyRecording } from "./harness/recording.ts";
import { giveScreen, shareScreen } from "./harness/screen.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const phone = { width: 360, height: 740, hasTouch: true, isMobile: true };

async function callOf(host: Person, ...guests: Person[]): Promise<string> {
  const link = await host.host({ seats: 4 });
  for (const guest of guests) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, ...guests]) await mediaArrives(person, { peers: guests.length });
  return link;
}

/** The frame as it is drawn, of a page or a window beside it: its width, and whether it is all around. */
const frameOf = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector);
    if (element === null) return undefined;
    const { position, borderTopWidth, inset, content } = getComputedStyle(element, "::after");
    return content === "none" ? undefined : { position, borderTopWidth, inset };
  }, selector);
const red = { position: "fixed", borderTopWidth: "4px", inset: "0px" };

/** What lies at the middle of an element is the element: nothing covers it, and it is in sight. */
const isInSight = ({ page }: Person, name: string) =>
  page.$eval(handle(name), (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return width > 0 && top !== null && element.contains(top);
  });

/** Whether it was said aloud, now or a few seconds ago. */
async function saysAloud(person: Person, text: string): Promise<void> {
  await until(`"${text}" to be read out to ${person.name}`, () =>
    person.page.$$eval(
      "[aria-live]",
      (all, text) => all.some((one) => one.textContent?.includes(text)),
      text,
    ),
  );
}

test("on a phone with large text the answers are in sight, and then the frame and its words on each screen", {
  timeout: 240_000,
}, async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg");
  const link = await callOf(host, anna);
  await anna.page.setViewport(phone);
  await anna.page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  await askToRecord(host, "together", "So that Carla, who is away today, can hear what we say");
  await saysAloud(anna, "Ms Weber would like to record: sound, picture, shared screens.");
  for (const name of ["record-yes", "record-yes-without-picture", "record-no"]) {
    await anna.see(name);
    expect(await isInSight(anna, name), name).toBe(true);
  }
  await anna.page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  await anna.press("record-yes");
  await saysAloud(anna, "Ms Weber has begun to record.");
  for (const { width, height } of [
    phone,
    { width: 740, height: 360 },
    { width: 820, height: 1180 },
  ]) {
    await anna.page.setViewport({ ...phone, width, height });
    expect(await isInSight(anna, "recording"), `${width} by ${height}`).toBe(true);
    expect(await frameOf(anna.page, ".call")).toEqual(red);
  }
  await anna.page.setViewport(phone);
  await anna.press("chat-open");
  expect(await isInSight(anna, "recording"), "beside the chat").toBe(true);
  await anna.press("chat-open");
  await anna.press("together");
  await anna.press("together-notes");
  await anna.see("notes-area");
  expect(await isInSight(anna, "recording"), "beside the notes").toBe(true);
  expect(await frameOf(anna.page, ".call")).toEqual(red);

  const ben = await stage.person("Ben", { browser: "firefox" });
  await ben.knock(link);
  await ben.see("recorded");
  await saysAloud(ben, "This call is being recorded");
});

test.each<BrowserName>(["chromium", "firefox"])(
  "in %s a window with a shared screen is framed too, with words",
  async (browser) => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    await giveScreen(host);
    await callOf(host, anna);
    await shareScreen(host, "video");
    const opened = new Promise<Page>((done) => anna.page.once("popup", (one) => one && done(one)));
    await anna.press("share-window");
    const apart = await opened;
    expect(await frameOf(apart, "body")).toBeUndefined();
    await askToRecord(host, "together");
    await anna.press("record-yes");
    await until("the frame in the window", async () => {
      return JSON.stringify(await frameOf(apart, "body")) === JSON.stringify(red);
    });
    const words = await apart.evaluate(() => [
      getComputedStyle(document.body, "::before").content !== "none",
      document.body.dataset.recorded,
    ]);
    expect(words).toEqual([true, "Ms Weber is recording."]);
    await host.press("record-stop");
    await until("no frame", async () => (await frameOf(apart, "body")) === undefined);
  },
);

test("it goes on without who takes it back, all are told, and the proof says it", {
  timeout: 240_000,
}, async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg");
  const ben = await stage.person("Ben", { browser: "firefox" });
  await callOf(host, anna, ben);
  await ben.say("Before it was asked for");
  await anna.hears("Before it was asked for");
  await askToRecord(host, "together", "", { chat: true, goesOn: true });
  await anna.press("record-yes");
  await ben.press("record-yes");
  await host.see("recording");
  await anna.say("The logo is green");
  await ben.say("I would rather have blue");
  await host.hears("I would rather have blue");

  await ben.press("record-withdraw");
  for (const person of [host, anna]) {
    await person.reads("record-others", "Not recorded: Ben.");
    await saysAloud(person, "Not recorded: Ben.");
  }
  await ben.reads("recording", "Nothing of you");
  for (const person of [host, anna, ben]) {
    await person.see("recording");
    expect(await frameOf(person.page, ".call")).toEqual(red);
  }
  await host.press("record-stop");
  for (const person of [anna, ben]) await person.has("record-ended", "data-reason", "stopped");
  await host.press("chat-open"); // which stands before it
  await host.see("recording-save");
  const directory = await saveFiles(host);
  expect(verifyRecording(directory)).toMatchObject({ status: 0 });
  expect(readdirSync(directory)).toContain("chat.txt");
  const chat = readFileSync(path.join(directory, "chat.txt"), "utf8");
  expect(chat).toMatch(/^\S+ Anna Berg: The logo is green\n$/);
  const { people } = JSON.parse(readFileSync(path.join(directory, "consent.json"), "utf8"));
  const said = people.map((one: { name: string; answers: { answer: string }[] }) => [
    one.name,
    ...one.answers.map(({ answer }) => answer),
  ]);
  expect(said.sort()).toEqual([
    ["Anna Berg", "yes"],
    ["Ben", "yes", "no"],
    ["Ms Weber", "yes"],
  ]);
});

test.each<BrowserName>(["chromium", "firefox"])(
  "who reloads in %s is a newcomer: asked again, and silent for the recorder until then",
  async (browser) => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    await callOf(host, anna);
    await askToRecord(host, "together");
    await anna.press("record-yes");
    await host.see("recording");
    await anna.reload();
    await anna.see("record-asked");
    await host.reads("record-others", "Not recorded: Anna Berg.");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await sentBytes(anna)).toEqual([{ audio: 0, video: 0 }]);
    await anna.press("record-yes");
    await mediaArrives(host, { peers: 1 });
    const others = handle("record-others");
    await until("all to be recorded", async () =>
      host.page.$eval(others, (words) => words.textContent === ""),
    );

    // With the recorder's page the recording ends; nobody is asked to go on with it.
    await host.reload();
    await anna.has("record-ended", "data-reason", "gone");
    expect(await frameOf(anna.page, ".call")).toBeUndefined();
    await mediaArrives(anna, { peers: 1 });
    expect(await anna.page.$(handle("record-asked"))).toBeNull();
    await host.press("together");
    await host.press("together-recording");
    await host.see("recording-unfinished");
    await host.see("record-ask");
  },
);

test("a recorder that is killed no longer records, and that is said to all", async () => {
  const alone = await launch("chromium");
  const recorder = await Person.open(
    "Ms Weber",
    stage.server.origin,
    alone.defaultBrowserContext(),
  );
  const anna = await stage.person("Anna Berg");
  const ben = await stage.person("Ben", { browser: "firefox" });
  await callOf(anna, recorder, ben);
  await askToRecord(recorder, "together");
  for (const person of [anna, ben]) await person.press("record-yes");
  await recorder.see("recording");
  const killed = performance.now();
  alone.process()?.kill("SIGKILL");
  for (const person of [anna, ben]) {
    await person.see("record-ended", 60_000);
    const after = (performance.now() - killed) / 1_000;
    console.log(`${person.name} hears after ${after.toFixed(1)} s that nothing is recorded`);
    await person.has("record-ended", "data-reason", "gone");
    expect(await frameOf(person.page, ".call")).toBeUndefined();
  }
});
