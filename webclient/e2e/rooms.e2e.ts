/** The list of rooms that a host's own browser remembers. */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const browsers: BrowserName[] = ["chromium", "firefox"];
const stage = useStage();

async function rememberRoom(host: Person, topic: string): Promise<string> {
  const link = await host.createRoom({ kind: "chat", topic });
  await host.see("remembered");
  return link;
}

/** The guest links of the rooms on the list, in their order. */
const listed = async (host: Person) => {
  await host.see("create");
  return await host.page.$$eval(handle("room"), (rooms) =>
    rooms.map((room) => (room as HTMLElement).dataset.link),
  );
};

const stored = async (host: Person) => await host.page.evaluate(() => localStorage.length);
const focused = async (host: Person) =>
  await host.page.evaluate(() => document.activeElement?.textContent);

test.each(browsers)(
  "a host in %s closes the tab, comes back by the list, holds the call and ends it",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg");
    const link = await host.createRoom({ topic: "The new logo" });
    await host.see("remembered");
    await host.changeTabs();
    await host.visit();
    expect(await listed(host)).toEqual([link]);
    await host.reads("room", "The new logo");

    await guest.knock(link);
    await host.press("room-enter");
    await host.prepare();
    await host.press("join");
    await host.admit(guest.name);
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    expect(await guest.page.$eval("h1", (title) => title.textContent)).toBe("The new logo");
    await host.endForAll();
    await host.see("over");
    await until(
      "the room to be forgotten once the server has deleted it",
      async () => (await stored(host)) === 0,
    );
    await host.visit();
    expect(await listed(host)).toEqual([]);
  },
);

test.each(browsers)(
  "in %s each room is remembered; one is forgotten, then all",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const first = await rememberRoom(host, "The first");
    await host.changeTabs();
    const second = await host.createRoom({ kind: "chat", topic: "The second" });
    await host.see("remembered");
    await host.changeTabs();
    const third = await host.createRoom({ kind: "audio" });
    await host.changeTabs();
    await host.visit();
    expect(await listed(host)).toEqual([first, second, third]);

    await host.press("forget");
    await host.press("confirm");
    await until("the room to be gone", async () => (await listed(host)).length === 2);
    expect(await listed(host)).toEqual([second, third]);
    await until(
      "the focus to be on the heading",
      async () => (await focused(host)) === "Your rooms",
    );

    await host.press("forget-all");
    await host.press("confirm");
    await until("all rooms to be gone", async () => (await listed(host)).length === 0);
    await until(
      "the focus to be on the heading",
      async () => (await focused(host)) === "Start a private call",
    );
    expect(await stored(host)).toBe(0);
  },
);

test.each(browsers)(
  "a room that was remembered in %s may be over when it has expired, and leaves the list a month later",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    await rememberRoom(host, "Next week");
    await host.changeTabs();
    const visitAfter = async (days: number) => {
      await host.page.evaluateOnNewDocument(
        (later: number) => {
          Date.now = () => later;
        },
        Date.now() + days * 24 * 3_600_000,
      );
      await host.visit();
    };
    await visitAfter(8);
    expect(await listed(host)).toHaveLength(1);
    expect(await host.text("room-stay")).toContain("may no longer exist");
    await visitAfter(38);
    expect(await listed(host)).toEqual([]);
    expect(await stored(host)).toBe(0);
  },
);

test("a room that somebody ended elsewhere leaves the list when its host comes to enter it", async () => {
  const host = await stage.person("Ms Weber");
  await rememberRoom(host, "Over already");
  await host.press("host-link");
  const hostLink = String(await host.attribute("host-link", "data-link"));
  const other = await stage.person("Ms Weber", { browser: "firefox" });
  await other.visit(hostLink);
  await other.enterRoom({ devices: "not-asked" });
  await other.endForAll();
  await other.see("over");

  await host.changeTabs();
  await host.visit();
  await host.press("room-enter");
  await host.prepare({ devices: "not-asked" });
  await host.press("join");
  await host.see("gone");
  expect(await stored(host)).toBe(0);
});

test.each(browsers)("two tabs of %s show the same rooms", async (browser) => {
  const host = await stage.person("Ms Weber", { browser });
  await host.visit();
  expect(await listed(host)).toEqual([]);
  const here = host.page;
  const link = await host.inAnotherTab(async () => await rememberRoom(host, "Made next door"));
  expect(host.page).toBe(here);
  await until("the room to show up", async () => (await listed(host)).length === 1);
  expect(await listed(host)).toEqual([link]);
});
