/**
 * Taking part beside talking: hands, reactions, what a host asks for, captions, answers in the chat
 * and what was written before somebody came. A native participant is in the same call and takes it
 * all in.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
let native: Native | undefined;

afterEach(async () => {
  await native?.leave();
  native = undefined;
});

const browsers: BrowserName[] = ["chromium", "firefox"];

/** The others hear this person. */
async function isHeard({ page }: Person): Promise<boolean> {
  return await page.evaluate(() =>
    window.spy.connections.some((connection) =>
      connection.getSenders().some(({ track }) => track?.kind === "audio" && track.enabled),
    ),
  );
}

async function becomes(person: Person, what: string, shown: string, text: string): Promise<void> {
  await until(`${what} for ${person.name}`, async () => (await person.text(shown)) === text);
}

async function goes(person: Person, shown: string): Promise<void> {
  await until(
    `${shown} to go for ${person.name}`,
    async () => (await person.page.$(handle(shown))) === null,
  );
}

/** Presses something in the menu of somebody's tile. */
async function fromMenu(host: Person, name: string, button: string): Promise<void> {
  for (const tile of await host.page.$$(handle("tile"))) {
    if (!(await tile.evaluate((element) => element.textContent))?.includes(name)) continue;
    await (await tile.$(handle("tile-menu")))?.click();
    await host.press(button);
    return;
  }
  throw new Error(`no tile of ${name}`);
}

describe.each(browsers)("with a guest in %s and a native one", (browser) => {
  test("hands have one order, reactions pass, and a host can ask but switch nothing on", async () => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    const link = await host.host();
    await anna.knock(link);
    await host.admit(anna.name);
    native = Native.echo(link);
    await host.admit("Echo");
    await mediaArrives(anna, { peers: 2 });

    await anna.page.keyboard.press("h");
    await becomes(host, "a hand", "hands", "Anna Berg");
    await native.hears("state", ({ hand }) => hand === 1);
    await host.press("hand");
    await becomes(host, "two hands", "hands", "Anna BergYou");
    await becomes(anna, "two hands", "hands", "YouMs Weber");
    await host.press("lower-hand");
    await becomes(anna, "one hand", "hands", "Ms Weber");
    await anna.has("hand", "aria-pressed", "false");

    await anna.press("reactions");
    await anna.press("react-bravo");
    await host.has("reaction", "data-reaction", "bravo");
    await native.hears("reaction", ({ code }) => code === "bravo");
    await goes(host, "reaction");

    await host.press("mute-all");
    await anna.has("request", "data-wish", "mute");
    await anna.has("mic", "aria-pressed", "false");
    expect(await isHeard(anna)).toBe(false);
    await native.hears("ask", ({ code }) => code === "mute");
    await anna.press("request-no");
    await until("the host to see it", async () =>
      (await host.page.$$eval(handle("tile"), (all) => all.map((one) => one.textContent))).some(
        (text) => text?.includes("Anna Berg") && text.includes("Microphone off"),
      ),
    );

    await fromMenu(host, anna.name, "ask-unmute");
    await anna.has("request", "data-wish", "unmute");
    expect(await isHeard(anna)).toBe(false);
    await anna.press("request-no");
    await goes(anna, "request");
    await anna.has("mic", "aria-pressed", "false");

    await anna.press("camera");
    await anna.has("camera", "aria-pressed", "false");
    await until("the host to see it", () => host.page.$(`${handle("tile")}[data-seen=false]`));
    await fromMenu(host, anna.name, "ask-camera");
    await anna.has("request", "data-wish", "camera");
    await anna.has("camera", "aria-pressed", "false");
    await anna.press("request-yes");
    await anna.has("camera", "aria-pressed", "true");

    // Push to talk, which the host's request did not take away.
    await anna.page.keyboard.down("t");
    await until("Anna to be heard", () => isHeard(anna));
    await anna.page.keyboard.up("t");
    await until("Anna to be no longer heard", async () => !(await isHeard(anna)));
    await anna.page.keyboard.down("t");
    await until("Anna to be heard", () => isHeard(anna));
    await anna.page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await until("Anna to be no longer heard", async () => !(await isHeard(anna)));
    await anna.page.keyboard.up("t");
    expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
  });

  test("captions are read by who wants them, and who comes late is told the chat", async () => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    const ben = await stage.person("Ben Ott", { browser });
    const link = await host.host();
    await anna.knock(link);
    await host.admit(anna.name);
    native = Native.echo(link);
    await host.admit("Echo");
    await mediaArrives(anna, { peers: 2 });

    await anna.press("captions");
    await anna.press("captions-write");
    await anna.press("dialog-close");
    await anna.page.type(handle("caption-input"), "Good morning");
    await host.see("captions-offer");
    await host.press("captions-offer-show");
    await becomes(host, "a caption", "caption-line", "Anna Berg: Good morning");
    await anna.page.keyboard.type(", everybody.");
    await anna.page.keyboard.press("Enter");
    await becomes(host, "a caption", "caption-line", "Anna Berg: Good morning, everybody.");
    await native.hears(
      "caption",
      ({ text, partial }) => text === "Good morning, everybody." && !partial,
    );

    await host.say("Where do we meet?");
    await anna.hears("Where do we meet?");
    await anna.page.hover(handle("chat-line"));
    await anna.press("chat-reply");
    await anna.say("In the garden.");
    await host.hears("In the garden.");
    const quote = await host.page.$eval(".chat-quote", (element) => element.textContent);
    expect(quote).toBe("You: Where do we meet?");
    await host.press("chat-close");
    await anna.say("Good.");
    await until("a line to be counted", async () => (await host.text("chat-open")).startsWith("1"));

    await ben.knock(link);
    await host.admit(ben.name);
    await mediaArrives(ben, { peers: 3 });
    await ben.press("chat-open");
    await ben.see("chat-told");
    const told = await ben.text("chat-told");
    for (const text of ["as told by", "Where do we meet?", "In the garden.", "Good."])
      expect(told).toContain(text);
    expect(await ben.page.$$(handle("chat-line"))).toEqual([]);
    expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
  });
});
