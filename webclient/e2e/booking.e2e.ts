/** A room that is booked for a day: found again, moved, ended, and not lost with its tab. */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { handle, localMinute, type Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { type Stage, useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const browsers: BrowserName[] = ["chromium", "firefox"];
const devices = "not-asked";
const hourSeconds = 3_600;
const stage = useStage();
const open = useStage(() => Server.start({ flags: ["-create", "open"] }));

/** In so many days, at 14:30 local time. */
function inDays(days: number): Date {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(14, 30, 0, 0);
  return date;
}

/** When the server deletes its rooms, in seconds since 1970, to the hour. */
async function expiries({ server }: Stage): Promise<number[]> {
  const rooms: { expires: number }[] = JSON.parse(await server.command("room", "list", "-json"));
  return rooms.map(({ expires }) => expires);
}

/** What the list says of its one room. */
async function readsDate(host: Person, date: Date): Promise<void> {
  await until("the list to have the date", async () => {
    const text = await host.text("room-when");
    return text.includes(`${date.getDate()}, ${date.getFullYear()} at 2:30 PM`);
  });
  expect(await host.text("room-when")).toMatch(/^Planned for [A-Z].*2:30 PM [A-Z]/);
}

const readsAppointment = (host: Person, date: Date) =>
  host.reads("appointment", `${date.getDate()}, ${date.getFullYear()} at 2:30 PM`);

async function move(host: Person, button: string, date: Date): Promise<void> {
  await host.press(button);
  await host.write("move-when", localMinute(date));
  await host.press("move-save");
  await host.see("moved");
  await host.see("copy-moved-invitation");
  await host.press("dialog-close");
}

const expectAbout = (is: number | undefined, date: Date) =>
  expect(Math.abs((is ?? 0) - date.getTime() / 1000 - 24 * hourSeconds)).toBeLessThan(hourSeconds);

test.each(browsers)(
  "booked in %s for in three weeks, moved at once, found again, moved, ended from the list",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const before = (await expiries(stage)).length;
    const [hasty, first, second] = [inDays(20), inDays(21), inDays(23)];
    const link = await host.createRoom({ kind: "chat", topic: "Third session", when: hasty });
    await readsAppointment(host, hasty);
    await move(host, "move", first);
    await readsAppointment(host, first);
    expect(await host.attribute("guest-link", "data-link")).toBe(link);
    await host.see("remembered");
    expectAbout((await expiries(stage)).at(-1), first);
    await host.changeTabs();

    await host.visit();
    await readsDate(host, first);
    await host.press("room-invite");
    expect(await host.attribute("guest-link", "data-link")).toBe(link);
    await host.press("dialog-close");
    await move(host, "room-move", second);
    await readsDate(host, second);
    expect(await expiries(stage)).toHaveLength(before + 1);
    expectAbout(Math.max(...(await expiries(stage))), second);
    await host.changeTabs();
    await host.visit();
    await readsDate(host, second);

    await host.press("room-end");
    await host.press("confirm");
    await host.reads("rooms-told", "The server has confirmed that the room is deleted.");
    expect(await host.page.$(handle("rooms"))).toBe(null);
    expect(await expiries(stage)).toHaveLength(before);
    expect(await host.page.evaluate(() => localStorage.length)).toBe(0);
    const guest = await stage.person("Anna Berg");
    await guest.visit(link);
    await guest.press("continue");
    await guest.see("gone");
  },
);

test.each(browsers)(
  "a move on another device is known to a waiting guest at once, in %s to a host once in",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser });
    const [first, second] = [inDays(3), inDays(5)];
    const link = await host.createRoom({ kind: "chat", when: first });
    const readsPlanned = async (date: Date) => {
      await guest.reads("planned", `${date.getDate()}, ${date.getFullYear()} at 2:30 PM`);
      await guest.reads("planned", "You are early.");
    };
    await guest.knock(link, { devices });
    await readsPlanned(first);
    await host.press("host-link");
    const hostLink = String(await host.attribute("host-link", "data-link"));
    const away = await stage.person("Ms Weber, on her way", {
      browser: browser === "firefox" ? "chromium" : "firefox",
    });
    await away.visit(hostLink);
    await away.reads("appointment", "does not know its date");
    await move(away, "move", second);
    await readsAppointment(away, second);
    await readsPlanned(second);

    await host.changeTabs();
    await host.visit();
    await readsDate(host, first);
    await host.press("room-enter");
    await host.prepare({ devices });
    await host.press("join");
    await host.see("leave");
    await host.inAnotherTab(async () => {
      await host.visit();
      await host.reads("room-when", "You are in this call in another tab.");
    });
    await host.changeTabs();
    await host.visit();
    await readsDate(host, second);
  },
);

test.each(browsers)(
  "%s asks before the only way in is closed with the tab, and not once there is another",
  async (browser) => {
    const host = await open.person("Ms Weber", { browser });
    const asksOnLeaving = async () => {
      const before = host.questions;
      await host.visit();
      await host.see("create");
      return host.questions > before;
    };
    await host.createRoom({ kind: "chat" });
    await host.has("again", "data-code", "tab");
    await host.press("host-link");
    await host.has("again", "data-code", "copied");
    expect(await asksOnLeaving()).toBe(true);

    await host.createRoom({ kind: "chat" });
    await host.press("enter");
    await host.prepare({ devices });
    await host.press("join");
    await host.see("leave");
    expect(await asksOnLeaving()).toBe(true);

    await host.createRoom({ kind: "chat", when: inDays(2) });
    await host.press("host-calendar");
    await host.has("again", "data-code", "saved");
    expect(await asksOnLeaving()).toBe(false);

    await host.createRoom({ kind: "chat" });
    await host.press("remember");
    await host.has("again", "data-code", "browser");
    expect(await asksOnLeaving()).toBe(false);
  },
);

test.each(browsers)(
  "half of a date is not taken for none in %s, and one that the server does not keep is told",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const before = (await expiries(stage)).length;
    await host.visit();
    await host.see("when");
    await host.page.focus(handle("when"));
    await host.page.keyboard.type("12");
    await host.press("create");
    await host.page.waitForSelector("[role=alert]");
    await host.write("when", localMinute(inDays(120)));
    await host.press("create");
    await until("the page to say how long", async () =>
      (await host.page.$eval("[role=alert]", (alert) => alert.textContent ?? "")).includes(
        "90 days",
      ),
    );
    expect(await expiries(stage)).toHaveLength(before);
  },
);
