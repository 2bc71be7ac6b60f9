// Who leaves for now comes back, and everybody reads what is so meanwhile; and what is left of a
// call when the operator ends its room.
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, talk, tiles } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const backMs = 5_000;
const relayed = { ...chat, hideAddress: true };

/** The rooms of the server, by the names that its operator knows. */
async function rooms(): Promise<string[]> {
  const all = JSON.parse(await stage.server.command("room", "list", "-json"));
  return all.map((room: { handle: string }) => room.handle);
}

/** Ends the one room that was not there before; its name. */
async function endByOperator(before: readonly string[]): Promise<string> {
  const fresh = (await rooms()).filter((room) => !before.includes(room));
  expect(fresh).toHaveLength(1);
  await stage.server.command("room", "end", String(fresh[0]));
  return String(fresh[0]);
}

async function letIn(host: Person, guest: Person, link: string, options = {}): Promise<void> {
  await guest.knock(link, { ...chat, ...options });
  await host.admit(guest.name);
}

const readsNot = async (person: Person, name: string) =>
  until(`${person.name} to see no ${name}`, async () => !(await person.page.$(handle(name))));

/** What has the focus, by its handle. */
const focus = (person: Person) =>
  person.page.evaluate(() => document.activeElement?.getAttribute("data-test"));

async function pressLeaveKeys(person: Person): Promise<void> {
  const { keyboard } = person.page;
  for (const key of ["Control", "Shift"] as const) await keyboard.down(key);
  await keyboard.press("X");
  for (const key of ["Shift", "Control"] as const) await keyboard.up(key);
  await person.drawn();
}

describe.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("with a host in %s", (hosting, visiting) => {
  const people = async () =>
    [
      await stage.person("Ms Weber", { browser: hosting }),
      await stage.person("Anna Berg", { browser: visiting }),
    ] as [Person, Person];

  test("a host who left for now is back with one press, twice, with picture and sound, and the guest reads it", async () => {
    const [host, guest] = await people();
    const link = await host.host({ topic: "The new logo" });
    expect(await host.page.title()).toContain("The new logo");
    expect(await host.page.$eval("h1", (h) => h.textContent)).toBe("The new logo");
    await guest.knock(link);
    await host.admit(guest.name);
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    for (const path of ["at once", "after a reload"]) {
      await host.leaveForNow();
      await host.has("over", "data-code", "left");
      await host.reads("over", "The room stays until");
      await guest.reads("host-away", "Ms Weber has left the call and may come back.");
      expect(await tiles(guest)).toEqual([]);
      if (path === "after a reload") await host.reload();
      await host.press("come-back");
      for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
      await readsNot(guest, "host-away");
    }
    expect(await host.page.$$(handle("knock-card"))).toEqual([]);
    await host.endForAll();
    for (const person of [host, guest]) await person.has("over", "data-code", "ended");
  });

  test("two guests go on without the host, one goes too, and each is let in again", async () => {
    const [host, anna] = await people();
    const ben = await stage.person("Ben Ott", { browser: visiting });
    const link = await host.host({ kind: "chat" }, chat);
    for (const guest of [anna, ben]) await letIn(host, guest, link);
    await areInCall([host, anna, ben]);
    await host.leaveForNow();
    for (const guest of [anna, ben]) await guest.see("host-away");
    await areInCall([anna, ben]);
    await talk(anna, ben);
    await ben.press("leave");
    await ben.has("over", "data-code", "left");
    await anna.reads("host-away", "may come back");
    await ben.press("come-back");
    await ben.reads("waiting", "Your host is not connected at the moment.");
    await host.press("come-back");
    await host.admit(ben.name);
    await areInCall([host, anna, ben], backMs);
    await readsNot(anna, "host-away");
    await talk(host, ben);
  });

  test("a host who closed the tab after leaving comes back with the host link", async () => {
    const [host, guest] = await people();
    const link = await host.createRoom({ kind: "chat" });
    await host.press("host-link");
    const hostLink = String(await host.attribute("host-link", "data-link"));
    await host.enterRoom(chat);
    await letIn(host, guest, link);
    await areInCall([host, guest]);
    await host.leaveForNow();
    await guest.see("host-away");
    await host.changeTabs();
    await host.visit(hostLink);
    await host.enterRoom(chat);
    await areInCall([host, guest], backMs);
    await readsNot(guest, "host-away");
  });

  test("a guest who left knocks again with one press, and a call that was forgotten leads nowhere", async () => {
    const [host, guest] = await people();
    await letIn(host, guest, await host.host({ kind: "chat" }, chat));
    await areInCall([host, guest]);
    await guest.press("leave");
    await guest.reads("over", "You knock again, as “Anna Berg”");
    await guest.reload();
    await guest.press("come-back");
    await guest.see("waiting");
    await host.admit(guest.name);
    await areInCall([host, guest], backMs);
    await guest.press("leave");
    await guest.press("forget-call");
    await guest.has("over", "data-code", "forgotten");
    expect(await guest.page.$(handle("come-back"))).toBeNull();
    await guest.reload();
    await guest.see("create");
  });

  test("the keys of the red button ask a host; Escape goes back to where the focus was", async () => {
    const host = await stage.person("Ms Weber", { browser: hosting });
    await host.host({ kind: "chat" }, chat);
    await host.page.focus(handle("lock"));
    expect(await host.page.$$(".button-danger")).toEqual([]);
    expect(await host.page.$$(".control-leave")).toHaveLength(1);
    await pressLeaveKeys(host);
    await host.see("leave-for-now");
    expect(await focus(host)).toBe("leave-for-now");
    await host.page.keyboard.press("Escape");
    await readsNot(host, "leave-for-now");
    expect(await focus(host)).toBe("lock");
    await pressLeaveKeys(host);
    await host.see("leave-for-now");
    await host.page.keyboard.press("Enter");
    await host.has("over", "data-code", "left");
  });

  test("the operator ends the room: who is connected directly goes on, and reads what is gone", async () => {
    const before = await rooms();
    const [host, guest] = await people();
    const late = await stage.person("Ben Ott", { browser: visiting });
    const link = await host.host({ kind: "chat" }, chat);
    await letIn(host, guest, link);
    await areInCall([host, guest]);
    await late.knock(link, chat);
    await host.knockCard(late.name);
    const ended = await endByOperator(before);
    await late.reads("over", "The operator of this server has ended this room.");
    for (const person of [host, guest]) {
      await person.has("problem", "data-code", "ended-by-operator");
      await person.reads("problem", "A connection that breaks cannot be made again.");
    }
    await readsNot(host, "knock-card");
    await talk(host, guest);
    await talk(guest, host);
    expect(await rooms()).not.toContain(ended);
    await guest.press("leave");
    await guest.has("over", "data-code", "left");
    expect(await guest.page.$(handle("come-back"))).toBeNull();
    await host.reads("over", "The operator of this server has ended this room.");
  });

  test("the operator ends the room: who is connected over the relay reads that it is over", async () => {
    const before = await rooms();
    const [host, guest] = await people();
    await letIn(host, guest, await host.host({ kind: "chat" }, relayed), relayed);
    await areInCall([host, guest]);
    await until("the relay to be shown", async () =>
      [await host.stats(), await guest.stats()].every(([peer]) => peer?.route === "relay"),
    );
    await guest.has("tile", "data-route", "relay");
    await host.has("tile", "data-route", "relay");
    await endByOperator(before);
    for (const person of [host, guest]) {
      await person.has("over", "data-code", "ended-by-operator");
      await person.reads("over", "The server confirmed at");
    }
  });
});
