// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import type { About } from "../../page/about.ts";
import { CreatorKey } from "../../page/creatorkey.ts";
import { RememberedRooms } from "../../page/remembered.ts";
import type { CreateRoomOptions, Services } from "../../page/services.ts";
import { fullStorage } from "../../page/testing/rooms.ts";
import { language, longDate } from "../i18n/index.ts";
import { byHandle, change, isShown, press, showScreen, write } from "../testing/screen.ts";
import { someAbout, someServices } from "../testing/services.ts";
import { localValue } from "./datefield.tsx";
import { StartScreen } from "./start.tsx";

const dayMs = 86_400_000;
const creatorLink = "#cAFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O8";
let asked: CreateRoomOptions[];

async function start(says: Partial<About> | undefined, more: Partial<Services> = {}) {
  const about = signal<About | undefined>(says && { ...someAbout, ...says });
  const createRoom: Services["createRoom"] = (options) => {
    asked.push(options);
    return new Promise(() => {});
  };
  const remembered = new RememberedRooms("https://call.example");
  const { services } = someServices(
    [],
    { at: "start" },
    { about, remembered, createRoom, ...more },
  );
  await showScreen(<StartScreen services={services} onCreated={() => {}} onEnter={() => {}} />);
  return about;
}

beforeEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  localStorage.clear();
  language.value = "en";
  asked = [];
});

test("the date is asked for first, and one press makes a room for now", async () => {
  await start({});
  expect(document.querySelector("form :is(input, select, textarea, button)")).toBe(
    byHandle("when"),
  );
  await press("create");
  expect(asked).toEqual([{ when: undefined, kind: "video", topic: "", seats: 4 }]);
});

test("a date is told in words with its weekday and zone, and goes with the room", async () => {
  await start({});
  await write("when", "2126-03-05T14:00");
  expect(document.body.textContent).toContain(`That is ${longDate(new Date(2126, 2, 5, 14))}.`);
  const when = new Date(Date.now() + 20 * dayMs);
  when.setSeconds(0, 0);
  await write("when", localValue(when));
  await press("create");
  expect(asked[0]?.when).toEqual(when);
});

test.each<[string, () => Date, RegExp]>([
  ["past", () => new Date(Date.now() - 3_600_000), /This date is past/],
  ["too late", () => new Date(Date.now() + 89.1 * dayMs), /for 90 days at most/],
])("a date that is %s is told at its field, and no room is made", async (_, when, words) => {
  await start({});
  await write("when", localValue(when()));
  await press("create");
  expect(document.querySelector("[role=alert]")?.textContent).toMatch(words);
  expect(document.activeElement).toBe(byHandle("when"));
  expect(asked).toEqual([]);
});

test("a year of six digits is no date, and the page goes on", async () => {
  await start(undefined);
  const when = byHandle("when") as HTMLInputElement;
  expect(when.max).toBe("9999-12-31T00:00");
  // As Chromium gives it while nobody has said what the last date is.
  vi.spyOn(when, "value", "get").mockReturnValue("202612-03-05T14:00");
  await change(() => when.dispatchEvent(new Event("input", { bubbles: true })));
  expect(document.body.textContent).toContain("Leave it empty for a call now.");
  await press("create");
  expect(document.querySelector("[role=alert]")?.textContent).toContain("both a date and a time");
  expect(asked).toEqual([]);
});

test("the last day of what the server allows is allowed", async () => {
  await start({});
  await write("when", localValue(new Date(Date.now() + 88.9 * dayMs)));
  await press("create");
  expect(asked).toHaveLength(1);
});

test.each(["token", "nobody"] as const)(
  "where the server says %s there is one sentence and a field for a link, and no form that would fail",
  async (create) => {
    await start({ create });
    expect(byHandle("start-shut").dataset.code).toBe(create);
    byHandle("link");
    expect(isShown("create")).toBe(false);
  },
);

test("who came by a creator link makes rooms, and may have the browser remember that", async () => {
  await start({ create: "token" }, { creator: new CreatorKey(creatorLink) });
  byHandle("create");
  const isOn = () => (byHandle("keep-creator") as HTMLInputElement).checked;
  expect(isOn()).toBe(false);
  expect(localStorage.length).toBe(0);
  await press("keep-creator");
  expect(isOn()).toBe(true);
  expect(new CreatorKey("").fragment).toBe(creatorLink);
  await press("keep-creator");
  expect(isOn()).toBe(false);
  expect(localStorage.length).toBe(0);
});

test("a browser that refuses to remember it says so, each time", async () => {
  await start({ create: "token" }, { creator: new CreatorKey(creatorLink) });
  vi.spyOn(globalThis, "localStorage", "get").mockReturnValue(fullStorage);
  for (const _ of [1, 2]) {
    await press("keep-creator");
    expect((byHandle("keep-creator") as HTMLInputElement).checked).toBe(false);
    expect(byHandle("problem").dataset.code).toBe("creator-refused");
  }
});

test("a server that says nothing is told after a while, the form stays, and it goes on by itself", async () => {
  vi.useFakeTimers();
  const about = await start(undefined);
  expect(byHandle("start-silence").textContent).toBe("");
  await write("topic", "The new logo");
  await change(() => vi.advanceTimersByTime(2_000));
  expect(byHandle("start-silence").textContent).toContain("not answering yet");
  await change(() => {
    about.value = someAbout;
  });
  expect(isShown("start-silence")).toBe(false);
  expect((byHandle("topic") as HTMLInputElement).value).toBe("The new logo");
});
