// Signs for somebody who looks elsewhere, and what they have set for them, in real browsers.
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import {
  lookElsewhere,
  moveClock,
  moveOn,
  noteTexts,
  permitMessages,
  plantMessages,
  plantRinging,
} from "./harness/signs.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const browsers: BrowserName[] = ["chromium", "firefox"];
const kind = "chat";

test.each(browsers)(
  "in %s, a knock reaches a host in another tab, by the title, a tone, a touch and a message without a name",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser, settles: true });
    const guest = await stage.person("Anna Berg", { browser });
    const messages = await plantMessages(host);
    const rung = await plantRinging(host);
    const link = await host.host({ kind }, chat);
    await permitMessages(host);
    await host.press("notify");
    await until("the sample", async () => (await messages.texts()).length === 1);

    await host.reload();
    await host.see("leave");
    const back = await lookElsewhere(host);
    await guest.knock(link, chat);
    await until("the title to tell", async () =>
      (await host.page.title()).startsWith("● Anna Berg is waiting"),
    );
    expect(await messages.texts()).toEqual(["Somebody is waiting to be let in"]);
    expect(await messages.open()).toBe(1);
    expect((await rung()).touches).toContainEqual([120, 80, 120]);
    // A Firefox without a loudspeaker starts no AudioContext.
    if (browser === "chromium") await until("four tones", async () => (await rung()).tones >= 4);

    await messages.press();
    expect(await host.page.evaluate(() => document.activeElement?.getAttribute("data-test"))).toBe(
      "knock-card",
    );
    await back();
    await host.admit(guest.name);
    await areInCall([host, guest]);
    await until("the title to be as it was", async () => !(await host.page.title()).includes("●"));
  },
);

test.each(browsers)("in %s, a guest in another tab is told of being let in", async (browser) => {
  const host = await stage.person("Ms Weber", { browser });
  const guest = await stage.person("Anna Berg", { browser, settles: true });
  const messages = await plantMessages(guest);
  await guest.knock(await host.host({ kind }, chat), chat);
  await permitMessages(guest);
  await guest.press("notify");
  const back = await lookElsewhere(guest);
  await host.admit(guest.name);
  await until("the title to tell", async () => (await guest.page.title()).startsWith("●"));
  expect(await messages.texts()).toEqual(["This is how you will be told", "You have been let in"]);
  await back();
  await until("the title to be as it was", async () => !(await guest.page.title()).includes("●"));
});

test.each(browsers)(
  "in %s, the timer goes on after a reload and gives its sign, once",
  async (browser) => {
    const [host, guest] = await inCall(browser);
    await host.press("timer");
    await host.press("sign-50");
    await host.press("sign-set");
    await moveClock(host, 30);
    await host.reads("timer", "30 min");

    await host.reload();
    await host.reads("timer", "30 min");
    await host.has("timer", "data-signed", "false");
    await moveClock(host, 50);
    await host.has("timer", "data-signed", "true");
    await host.reads("says-polite", "in this call for 50 minutes");
    expect(await guest.attribute("timer", "data-signed")).toBe("false");
    await host.reload();
    await host.has("timer", "data-signed", "true");
    expect(await host.page.$eval(handle("says-polite"), (said) => said.textContent)).not.toContain(
      "50 minutes",
    );
  },
);

test.each(browsers)("in %s, who comes and who leaves is on a line", async (browser) => {
  const [host, guest, link] = await inCall(browser);
  const lines = await Promise.all([host, guest].map((one) => noteTexts(one, "comings")));
  const said = async (...texts: string[]) => {
    const read = async () => {
      const all = await Promise.all(lines.map((line) => line()));
      return all.map((line) => line.slice(line.indexOf("Ben Ott is here.")));
    };
    await until(`both lines to have said ${texts.length} things`, async () =>
      (await read()).every(({ length }) => length >= texts.length),
    );
    for (const line of await read()) expect(line.slice(0, texts.length)).toEqual(texts);
  };
  const third = await stage.person("Ben Ott", { browser });
  await third.knock(link, chat);
  // Whoever came in less than three seconds ago is told of nobody.
  for (const one of [host, guest]) await moveOn(one, 3_000);
  await host.admit(third.name);
  await said("Ben Ott is here.", "");
  await third.press("leave");
  await said("Ben Ott is here.", "", "Ben Ott is no longer here.");
});

test.each(browsers)("in %s, a message to the lobby takes two presses", async (browser) => {
  const host = await stage.person("Ms Weber", { browser });
  const guest = await stage.person("Anna Berg", { browser });
  await guest.knock(await host.host({ kind }, chat), chat);
  await host.knockCard(guest.name);
  await pressSettled(host, "note");
  await pressSettled(host, "note-two");
  await until("the guest to read it", () =>
    guest.page.evaluate(() => document.body.textContent?.includes("Two more minutes, please.")),
  );
});

test.each(browsers)(
  "in %s, keys that were changed, or switched off, are so after a reload",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser, settles: true });
    await host.host({ kind: "audio" }, { devices: "without" });
    await key(host, "?");
    await host.write("key-chat", "k");
    await host.press("dialog-close");
    await host.reload();
    await host.has("chat-open", "aria-keyshortcuts", "K");
    await key(host, "c");
    await key(host, "k");
    await host.has("chat-open", "aria-expanded", "true");
    await host.page.keyboard.press("Escape");
    await host.has("chat-open", "aria-expanded", "false");

    await host.press("settings");
    await host.press("keys");
    await host.press("single-keys");
    await host.press("dialog-close");
    await host.reload();
    await host.see("chat-open");
    for (const one of ["k", "c", "?"]) await key(host, one);
    expect(await host.attribute("chat-open", "aria-expanded")).toBe("false");
    expect(await host.attribute("chat-open", "aria-keyshortcuts")).toBeNull();
    expect(await host.page.$("dialog[open]")).toBeNull();
  },
);

/** A press on a card that has just come or moved does nothing: it is pressed again. */
async function pressSettled(host: Person, name: "note" | "note-two"): Promise<void> {
  const isOpen = async () => (await host.page.$(handle("note-input"))) !== null;
  await until(`the press on ${name} to be taken`, async () => {
    if ((await isOpen()) === (name === "note")) return true;
    await host.press(name);
    return false;
  });
}

async function key(person: Person, name: string): Promise<void> {
  await person.page.keyboard.type(name);
  await person.drawn();
}

/** Host and guest in a call, and the link to it. */
async function inCall(browser: BrowserName): Promise<[Person, Person, string]> {
  const host = await stage.person("Ms Weber", { browser });
  const guest = await stage.person("Anna Berg", { browser });
  const link = await host.host({ kind }, chat);
  await guest.knock(link, chat);
  await host.admit(guest.name);
  await areInCall([host, guest]);
  return [host, guest, link];
}
