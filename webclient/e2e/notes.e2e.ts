/**
 * Shared notes in real browsers: everybody writes, nobody's caret moves away from its letters, who
 * comes later has all of it, and it goes on without the server.
 */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    docs: RTCDataChannel[];
  }
}

const stage = useStage();
const area = handle("notes-area");

async function openNotes(person: Person): Promise<void> {
  await person.press("together");
  await person.press("together-notes");
  await person.see("notes-area");
}

const textOf = ({ page }: Person) =>
  page.$eval(area, (element) => (element as HTMLTextAreaElement).value);

async function reads(person: Person, text: string): Promise<void> {
  await until(`${person.name} to read "${text}"`, async () => (await textOf(person)) === text);
}

async function type({ page }: Person, text: string): Promise<void> {
  await page.focus(area);
  await page.keyboard.type(text);
}

/** Puts the caret there. */
const place = ({ page }: Person, at: number) =>
  page.$eval(
    area,
    (element, at) => {
      (element as HTMLTextAreaElement).focus();
      (element as HTMLTextAreaElement).setSelectionRange(at, at);
      element.dispatchEvent(new Event("select"));
    },
    at,
  );

async function inCall(browser: BrowserName): Promise<{ host: Person; anna: Person; link: string }> {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser });
  const link = await host.host({ kind: "chat", seats: 3 }, chat);
  await anna.knock(link, chat);
  await host.admit(anna.name);
  await areInCall([host, anna]);
  return { host, anna, link };
}

describe.each<BrowserName>(["chromium", "firefox"])("with a guest in %s", (browser) => {
  test("all write in one text, and a caret stays among its letters", async () => {
    const { host, anna, link } = await inCall(browser);
    await openNotes(host);
    await type(host, "The logo\n- [ ] colours");
    await anna.see("notes-news");
    await anna.press("notes-news-open");
    await anna.see("notes-area");
    await reads(anna, "The logo\n- [ ] colours");

    await place(anna, 4); // before "logo"
    await until("the host to see where Anna is", async () =>
      (await host.text("notes-writers")).includes("Anna Berg"),
    );
    await place(host, 0);
    await type(host, "Notes: ");
    await reads(anna, "Notes: The logo\n- [ ] colours");
    await anna.page.keyboard.type("new ");
    await reads(host, "Notes: The new logo\n- [ ] colours");
    await host.page.keyboard.type("our ");
    await reads(anna, "Notes: our The new logo\n- [ ] colours");
    // Each takes back what is one's own.
    await anna.page.keyboard.down("Control");
    await anna.page.keyboard.press("z");
    await anna.page.keyboard.up("Control");
    await reads(host, "Notes: our The logo\n- [ ] colours");

    await anna.page.click(`${handle("notes-tasks")} summary`);
    await anna.page.click(`${handle("notes-tasks")} input`);
    await reads(host, "Notes: our The logo\n- [x] colours");

    // Who comes later has it from the others, whoever of them is left.
    const ben = await stage.person("Ben Ott", { browser });
    await ben.knock(link, chat);
    await host.admit(ben.name);
    await areInCall([host, anna, ben]);
    await openNotes(ben);
    await reads(ben, "Notes: our The logo\n- [x] colours");

    await stage.server.kill();
    await type(ben, "!");
    for (const person of [host, anna])
      await until("it to go on", async () => (await textOf(person)).includes("!"));
    const same = await Promise.all([host, anna, ben].map(textOf));
    expect(new Set(same).size).toBe(1);
    await stage.server.run();
  });
});

/** Takes hold of the page's channel for what is made together, before it is there. */
const catchChannels = ({ page }: Person) =>
  page.evaluateOnNewDocument(() => {
    window.docs = [];
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = create.call(this, label, options);
      if (label === "einmal-doc") window.docs.push(channel);
      return channel;
    };
  });

type Attack = readonly [name: string, kind: number, lengths: number, times: number];
const attacks: readonly Attack[] = [
  ["garbage", 0x21, 100, 1],
  ["a kind that notes do not have", 0x2f, 1, 1],
  ["a kind of no part", 0x0f, 1, 1],
  ["ten megabytes", 0x22, 16_000, 640],
  ["very many small messages", 0x20, 1, 3000],
];

describe.each<BrowserName>(["chromium", "firefox"])("a victim in %s", (browser) => {
  test.each(attacks)("cuts off who sends %s, and goes on", async (_, kind, length, times) => {
    const host = await stage.person("Ms Weber", { browser });
    const mallory = await stage.person("Mallory");
    await catchChannels(mallory);
    const anna = await stage.person("Anna Berg");
    const link = await host.host({ kind: "chat", seats: 3 }, chat);
    for (const guest of [anna, mallory]) {
      await guest.knock(link, chat);
      await host.admit(guest.name);
    }
    await areInCall([host, anna, mallory]);
    await openNotes(host);
    await type(host, "ours");
    await openNotes(anna);
    await reads(anna, "ours");
    await mallory.page.evaluate(
      (kind, length, times) => {
        const message = crypto.getRandomValues(new Uint8Array(length + 1));
        message[0] = kind;
        for (const channel of window.docs)
          for (let n = 0; n < times && channel.readyState === "open"; n++) channel.send(message);
      },
      kind,
      length,
      times,
    );
    await until("the alarm", async () =>
      (await host.page.$$eval(handle("problem"), (all) => all.map((one) => one.textContent))).some(
        (text) => text?.includes("Mallory"),
      ),
    );
    await type(anna, "!");
    await until("notes to go on", async () => (await textOf(host)).includes("!"));
  });
});

test("without the server notes that nobody has loaded say so, and come when it is back", async () => {
  const { host } = await inCall("chromium");
  await stage.server.kill();
  await host.press("together");
  await host.press("together-notes");
  await host.see("together-failed");
  await stage.server.run();
  await until("the notes", async () => {
    await host.page.$$eval(`${handle("together-failed")} button`, ([button]) =>
      (button as HTMLElement | undefined)?.click(),
    );
    return (await host.page.$(area)) !== null;
  });
});
