import { test } from "vitest";
import { reach, use } from "./harness/keys.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

test.each(["on a desktop", "with large text on a phone"])(
  "host and guest get through a whole call with the keyboard alone, %s",
  async (where) => {
    const host = await stage.person("Ms Weber");
    const guest = await stage.person("Anna Berg");
    if (where !== "on a desktop") for (const person of [host, guest]) await enlarge(person);
    await host.visit();
    await use(host, "create");
    const link = (await host.attribute("guest-link", "data-link")) ?? "";
    await use(host, "enter");
    await fillIn(host);
    await host.see("leave");

    await guest.visit(link);
    await use(guest, "continue");
    await fillIn(guest);
    await guest.see("waiting");
    await host.knockCard(guest.name);
    await use(host, "admit");
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });

    await use(guest, "chat-open");
    await reach(guest, "chat-input");
    await guest.page.keyboard.type("Written without a mouse.");
    await guest.page.keyboard.press("Enter");
    await host.hears("Written without a mouse.");
    await use(guest, "mic");
    await until(
      "the microphone to be off",
      async () => (await guest.attribute("mic", "aria-pressed")) === "false",
    );

    await use(guest, "chat-open"); // it covers the tiles
    await use(guest, "tile-menu");
    await use(guest, "pin");
    await until(
      "the host to be pinned",
      async () => (await guest.attribute("tile", "data-pinned")) === "true",
    );

    await use(host, "leave");
    await use(host, "end-for-all");
    for (const person of [host, guest]) await person.see("over");
  },
);

/** The text, and the page is as small as a phone. */
async function enlarge({ page }: Person): Promise<void> {
  await page.setViewport({ width: 360, height: 740 });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("DOMContentLoaded", () => {
      document.documentElement.style.fontSize = "200%";
    });
  });
}

async function fillIn(person: Person): Promise<void> {
  await reach(person, "name");
  await person.page.keyboard.type(person.name);
  await use(person, "use-devices");
  await until("the devices", () =>
    person.page.evaluate(() => document.querySelector("video")?.videoWidth),
  );
  await use(person, "join");
}
