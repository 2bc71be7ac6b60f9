import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** A host and guests in a running call; the link. */
async function callOf(host: Person, ...guests: Person[]): Promise<string> {
  const link = await host.host();
  for (const guest of guests) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, ...guests]) await mediaArrives(person, { peers: guests.length });
  return link;
}

const hostAndGuest = async (browser: BrowserName = "chromium") =>
  [
    await stage.person("Ms Weber", { browser }),
    await stage.person("Anna Berg", { browser }),
  ] as const;

test("chat goes both ways, as it was written", async () => {
  const [host, guest] = await hostAndGuest();
  await callOf(host, guest);
  const odd = "<b>50 % of 3 < 4</b> & „Grüße“ 👋 \\n";
  await guest.say(odd);
  await host.hears(odd);
  await host.say("Understood.");
  await guest.hears("Understood.");
});

test("microphone and camera go off and on again in the call", async () => {
  const [host, guest] = await hostAndGuest();
  await callOf(host, guest);
  const framesOf = async () => (await host.stats())[0]?.framesDecoded ?? 0;

  await guest.has("camera", "aria-pressed", "true");
  await guest.press("camera");
  await until(
    "the camera to be off",
    async () => (await guest.attribute("camera", "aria-pressed")) === "false",
  );
  await until("the picture to stop", async () => {
    const before = await framesOf();
    await new Promise((resolve) => setTimeout(resolve, 500)); // five pictures, if there were any
    return (await framesOf()) === before;
  });
  const live = await guest.page.evaluate(() =>
    [...document.querySelectorAll<HTMLVideoElement>('video:not([data-test="tile"] *)')]
      .flatMap((video) => (video.srcObject as MediaStream | null)?.getVideoTracks() ?? [])
      .filter((track) => track.readyState === "live"),
  );
  expect(live, "a camera that is off is released, so that its light goes out").toEqual([]);
  await guest.press("camera");
  await mediaArrives(host, { peers: 1 });

  await guest.press("mic");
  await until(
    "the microphone to be off",
    async () => (await guest.attribute("mic", "aria-pressed")) === "false",
  );
  await guest.press("mic");
  await until(
    "the microphone to be on",
    async () => (await guest.attribute("mic", "aria-pressed")) === "true",
  );
  await mediaArrives(host, { peers: 1 });
});

describe.each<BrowserName>(["chromium", "firefox"])("after a reload in %s", (browser) => {
  test("a guest is back without a new knock", async () => {
    const [host, guest] = await hostAndGuest(browser);
    await callOf(host, guest);
    await host.page.evaluate(() => {
      const watch = new MutationObserver(() => {
        if (document.querySelector('[data-test="knock-card"]'))
          document.documentElement.dataset.knocked = "yes";
      });
      watch.observe(document.body, { subtree: true, childList: true });
    });
    await guest.reload();
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    expect(
      await host.page.evaluate(() => document.documentElement.dataset.knocked),
    ).toBeUndefined();
    await guest.say("Here I am again.");
    await host.hears("Here I am again.");
  });

  test("a host is the host again, and can let in another guest", async () => {
    const [host, guest] = await hostAndGuest(browser);
    const link = await callOf(host, guest);
    await host.reload();
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    const ben = await stage.person("Ben Ott");
    await ben.knock(link);
    await host.admit(ben.name);
    for (const person of [host, guest, ben]) await mediaArrives(person, { peers: 2 });
  });
});

test("when a guest leaves, the others see it at once and go on", async () => {
  const host = await stage.person("Ms Weber");
  const [anna, ben] = [await stage.person("Anna Berg"), await stage.person("Ben Ott")];
  await callOf(host, anna, ben);
  await anna.press("leave");
  await anna.has("over", "data-code", "left");
  for (const person of [host, ben]) await mediaArrives(person, { peers: 1 });
});

test("when the host ends the call for all, both are told that it is over and the link is gone", async () => {
  const [host, guest] = await hostAndGuest();
  const link = await callOf(host, guest);
  await host.endForAll();
  for (const person of [host, guest]) await person.has("over", "data-code", "ended");
  const late = await stage.person("Carla Lenz");
  await late.visit(link);
  await late.press("continue");
  await late.see("gone");
});
