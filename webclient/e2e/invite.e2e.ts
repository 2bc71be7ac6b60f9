/** Somebody is invited in the middle of a call, by each way that needs no program but the browser. */
import ICAL from "ical.js";
import jsQR from "jsqr";
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { savedText } from "./harness/files.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
/** Where a browser remembers no room by itself, and asks before the tab is closed. */
const open = useStage(() => Server.start({ flags: ["-create", "open"] }));
const pairs: readonly [BrowserName, BrowserName][] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

/** A host and a guest in a chat, which is the fastest of calls. */
async function talk(browser: BrowserName, other: BrowserName, when?: Date) {
  const host = await stage.person("Ms Weber", { browser });
  const guest = await stage.person("Anna Berg", { browser: other });
  const link = await host.host({ kind: "chat", seats: 3, ...(when && { when }) }, chat);
  await guest.knock(link, chat);
  await host.admit(guest.name);
  await areInCall([host, guest]);
  return { host, guest, link };
}

/** What a person gets who pastes. */
async function pasted(person: Person): Promise<string> {
  await person.page.focus(handle("chat-input"));
  await person.page.keyboard.down("Control");
  await person.page.keyboard.press("v");
  await person.page.keyboard.up("Control");
  return await until("the text to be pasted", () =>
    person.page.$eval(handle("chat-input"), (field) => (field as HTMLTextAreaElement).value),
  );
}

test.each(pairs)(
  "in %s a host and in %s a guest invite a third person for an hour, who joins",
  async (browser, other) => {
    const when = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 2 * 86_400_000);
    const { host, guest, link } = await talk(browser, other, when);
    await plantShare(guest);
    for (const [person, control] of [
      [guest, "invite"],
      [host, "people"],
    ] as const) {
      await person.press(control);
      expect(await person.attribute("guest-link", "data-link")).toBe(link);
      await person.press("copy-invitation");
      const shared = person === guest ? await inOtherWays(guest, link, when) : undefined;
      await person.press("dialog-close");
      const text = await pasted(person);
      if (shared) expect(text).toBe(`${shared.title}\n\n${shared.text}`);
      expect(text).toContain("Our call is on ");
      expect(text.split("\n")).toContain(link);
      expect(text).toContain("encrypted from device to device");
    }
    const third = await stage.person("Ben Ott", { browser });
    await third.knock(link, chat);
    await host.admit(third.name);
    await areInCall([host, guest, third]);
    await host.press("people");
    expect(await host.page.$eval("dialog > p", (words) => words.textContent)).toContain(
      "All 3 places are taken",
    );
  },
);

/** Takes the calendar file, and shares twice, where the second time fails; what was shared. */
async function inOtherWays(guest: Person, link: string, when: Date) {
  const { name, text } = await savedText(guest, "calendar-file");
  expect(name).toBe("einmal.ics");
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined);
  expect(event.startDate.toJSDate()).toEqual(when);
  expect(event.location).toBe(link);

  for (const _ of [1, 2]) await guest.press("share-invitation");
  await guest.has("not-handed-over", "data-code", "share-refused");
  const all = await guest.page.evaluate(
    () => (window as unknown as { shared: { title: string; text: string }[] }).shared,
  );
  expect(all).toHaveLength(2);
  expect(all[1]).toEqual(all[0]);
  return all[0];
}

/** A share sheet, which few desktops have. It takes one thing and no other. */
async function plantShare({ page }: Person): Promise<void> {
  await page.evaluate(() => {
    const shared: unknown[] = [];
    navigator.share = async (data) => {
      if (shared.push(data) > 1) throw new DOMException("not this time", "NotAllowedError");
    };
    Object.assign(window, { shared });
  });
}

test.each(pairs)(
  "words that %s shows where no program takes a draft, and somebody types in %s, lead into the room",
  async (browser, other) => {
    const { host, guest, link } = await talk(browser, other);
    await host.press("invite");
    // As where no program is there that takes it: the browser does nothing.
    await host.page.evaluate(() =>
      addEventListener("click", (event) => event.preventDefault(), { once: true }),
    );
    await host.press("mail-draft");
    await host.has("not-handed-over", "data-code", "mail-unseen");
    expect(
      await host.page.$eval(
        handle("invitation-text"),
        (field) => (field as HTMLTextAreaElement).value,
      ),
    ).toContain(link);
    await host.press("read-out");
    await host.see("words");
    const words = await host.page.$$eval(`${handle("words")} li`, (all) =>
      all.map((word) => word.textContent ?? ""),
    );
    const third = await stage.person("Ben Ott", { browser: other });
    await third.visit();
    await third.press("lost-link");
    const wrong = words.map((word, at) => (at === 4 ? "nonsense" : word.slice(0, 4).toUpperCase()));
    await third.write("link", wrong.join(" "));
    await third.press("open-link");
    await until("the wrong word to be told", () =>
      third.page.$$eval("[role=alert]", (all) =>
        all.some((alert) => alert.textContent?.includes("Word 5 is not one of ours")),
      ),
    );
    await third.write("link", words.map((word, at) => `${at + 1}. ${word}`).join("\n"));
    await third.press("open-link");
    await third.press("continue");
    await third.prepare(chat);
    await third.press("join");
    // The words, then the ways to invite.
    for (let open = 0; open < 2; open++) await host.page.keyboard.press("Escape");
    await host.admit(third.name);
    await areInCall([host, guest, third]);
  },
);

/** What another device's camera would see of an element, as pixels. */
async function pictureOf(person: Person, name: string) {
  const shot = await (await person.see(name)).screenshot({ encoding: "base64" });
  return await person.page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    const width = 320;
    const height = Math.round((width * image.height) / image.width);
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, width, height);
    return {
      width,
      height,
      pixels: Array.from(context?.getImageData(0, 0, width, height).data ?? []),
    };
  }, shot);
}

test.each(pairs.map(([browser]) => browser))(
  "a camera reads the link from the code in %s",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.host({ kind: "chat" }, chat);
    await host.press("invite");
    await host.press("qr-code");
    const { pixels, width, height } = await pictureOf(host, "qr");
    expect(jsQR(Uint8ClampedArray.from(pixels), width, height)?.data).toBe(link);
  },
);

// Firefox itself asks which program is to take the draft, and has the focus meanwhile.
test("in Chromium a mail draft leaves the page where it is, and nobody is asked whether it may go", async () => {
  const host = await open.person("Ms Weber", { browser: "chromium" });
  const link = await host.createRoom({ kind: "chat" });
  await host.has("again", "data-code", "tab");
  await host.press("mail-draft");
  await host.has("not-handed-over", "data-code", "mail-unseen");
  expect(await host.attribute("guest-link", "data-link")).toBe(link);
  expect(host.questions).toBe(0);
});
