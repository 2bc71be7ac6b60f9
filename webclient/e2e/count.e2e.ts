/**
 * How much has to be pressed and typed: by a guest from the link to the call, and by a host from the
 * start page to the invitation that is ready to be pasted. Who makes one of these numbers grow is to
 * know it, and writes the new one into docs/screens.md as well.
 */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const browsers: BrowserName[] = ["chromium", "firefox"];
const stage = useStage();

interface Effort {
  /** Of a finger or a mouse. */
  presses: number;
  /** Keys that write something. */
  characters: number;
  /** Tab, Enter, arrows and the like. */
  otherKeys: number;
  /** How often the browser was made to ask for camera and microphone. */
  questions: number;
}

declare global {
  interface Window {
    effort: Effort;
  }
}

/** Runs in the page: counts what a person does, and not what the page does itself. */
function countEffort(): void {
  const effort = { presses: 0, characters: 0, otherKeys: 0, questions: 0 };
  window.effort = effort;
  const count = (kind: string, what: (event: Event) => keyof Effort) =>
    addEventListener(kind, (event) => event.isTrusted && effort[what(event)]++, true);
  count("pointerdown", () => "presses");
  count("keydown", (event) =>
    (event as KeyboardEvent).key.length === 1 ? "characters" : "otherKeys",
  );
  const { mediaDevices } = navigator; // none in an empty tab
  if (mediaDevices === undefined) return;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wanted) => {
    effort.questions++;
    return ask(wanted);
  };
}

async function counted(name: string, browser: BrowserName): Promise<Person> {
  const person = await stage.person(name, { browser });
  await person.page.evaluateOnNewDocument(countEffort);
  return person;
}

/** All of one page: from the link or the start page on, no other is loaded. */
const effortOf = (person: Person) => person.page.evaluate(() => window.effort);

test.each(browsers)("a guest in %s is in the call after two presses", async (browser) => {
  const host = await stage.person("Ms Weber");
  const guest = await counted("Guest", browser);
  const link = await host.host();
  await guest.visit(link);
  await guest.press("continue");
  await guest.press("join");
  await host.admit("Guest");
  await guest.see("leave");
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  expect(await effortOf(guest)).toEqual({
    presses: 2,
    characters: 0,
    otherKeys: 0,
    questions: 1,
  });
});

test.each(browsers)("a guest in %s who gives a name presses once more", async (browser) => {
  const host = await stage.person("Ms Weber");
  const guest = await counted("Anna Berg", browser);
  const link = await host.host();
  await guest.visit(link);
  await guest.press("continue");
  await guest.press("name");
  await guest.page.keyboard.type(guest.name);
  await guest.press("join");
  await host.admit(guest.name);
  await guest.see("leave");
  expect(await effortOf(guest)).toEqual({
    presses: 3,
    characters: guest.name.length,
    otherKeys: 0,
    questions: 1,
  });
});

test.each(browsers)(
  "a host in %s has the invitation to paste after two presses",
  async (browser) => {
    const host = await counted("Ms Weber", browser);
    await host.visit();
    await host.press("create");
    await host.see("copy-invitation");
    const primary = await host.page.$$eval(".page-main .button-primary", (all) =>
      all.map((button) => button.getAttribute("data-test")),
    );
    expect(primary).toEqual(["copy-invitation"]);
    await host.press("copy-invitation");
    await host.reads("copy-invitation", "Copied");
    expect(await effortOf(host)).toEqual({
      presses: 2,
      characters: 0,
      otherKeys: 0,
      questions: 0,
    });
  },
);

/** 2:30 in the afternoon, in three weeks, as the field of an English browser takes it: "12192026". */
function digitsOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getMonth() + 1)}${two(date.getDate())}${date.getFullYear()}0230P`;
}

test.each(browsers)("a host in %s types a date in 13 characters", async (browser) => {
  const date = new Date();
  date.setDate(date.getDate() + 21);
  date.setHours(14, 30, 0, 0);
  const host = await counted("Ms Weber", browser);
  await host.visit();
  await (await host.page.waitForSelector("::-p-text(Date and time)"))?.click();
  await host.page.keyboard.type(digitsOf(date));
  await host.press("create");
  await host.press("copy-invitation");
  await host.reads("copy-invitation", "Copied");
  await until("the date to be the one that was typed", async () =>
    (await host.text("appointment")).includes(`${date.getDate()}, ${date.getFullYear()} at 2:30`),
  );
  expect(await effortOf(host)).toEqual({
    presses: 3,
    characters: 13,
    otherKeys: 0,
    questions: 0,
  });
});
