/** Screens that are shared, with the browsers' own counters. */
import { afterEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle, type Person } from "./harness/person.ts";
import {
  countNegotiations,
  giveScreen,
  screensArrive,
  seesScreens,
  shareScreen,
} from "./harness/screen.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
let native: Native | undefined;

afterEach(async () => {
  await native?.leave();
  native = undefined;
});

const pairs: [presenter: BrowserName, viewer: BrowserName][] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

test.each(pairs)(
  "a screen that is shared in %s arrives in %s beside the camera, begins and ends without a negotiation",
  async (presenter, viewer) => {
    const host = await stage.person("Ms Weber", { browser: presenter });
    const anna = await stage.person("Anna Berg", { browser: viewer });
    if (presenter === "firefox") await giveScreen(host);
    await anna.knock(await host.host());
    await host.admit(anna.name);
    await areInCall([host, anna]);
    const counts = [await countNegotiations(host), await countNegotiations(anna)];
    for (let round = 0; round < 2; round++) {
      await shareScreen(host, round === 0 ? "text" : "video");
      await anna.see("share-tile");
      await screensArrive(anna);
      await mediaArrives(anna, { peers: 1 });
      await host.press("share-stop");
      await seesScreens(anna, 0);
    }
    for (const count of counts) expect(await count()).toBe(0);
  },
);

/** Moves the mouse over a picture until somebody sees the dot. */
async function points(person: Person, seen: readonly Person[]): Promise<void> {
  const sheet = await person.see("share-sheet");
  const box = await sheet.boundingBox();
  let step = 0;
  for (const other of seen)
    await until(`${other.name} to see where ${person.name} points`, async () => {
      step = (step + 7) % 50;
      if (box) await person.page.mouse.move(box.x + box.width / 3 + step, box.y + box.height / 2);
      return (await other.page.$(handle("share-dot"))) !== null;
    });
}

test("who comes later sees it, and people point where they may", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben Ott");
  const link = await host.host({ seats: 3 });
  await anna.knock(link);
  await host.admit(anna.name);
  await areInCall([host, anna]);
  await shareScreen(host);
  await ben.knock(link);
  await host.admit(ben.name);
  await areInCall([host, anna, ben]);
  await ben.see("share-tile");
  await screensArrive(ben);

  expect(await anna.page.$(handle("share-point"))).toBeNull();
  await host.press("share-pointing");
  await anna.press("share-point");
  await points(anna, [host, ben]);
  await host.press("share-stop");
  for (const guest of [anna, ben]) await seesScreens(guest, 0);
});

test("two may share at once, and a share goes with its tab", async () => {
  const host = await stage.person("Ms Weber");
  const ben = await stage.person("Ben Ott");
  await ben.knock(await host.host());
  await host.admit(ben.name);
  await areInCall([host, ben]);
  await shareScreen(host);
  await seesScreens(ben, 1);
  await ben.press("share");
  expect(await ben.text("share-also")).toContain("Ms Weber");
  await ben.press("share-text");
  await seesScreens(host, 1);
  for (const person of [host, ben]) await screensArrive(person);
  await ben.changeTabs(); // the first is closed
  await ben.visit();
  await seesScreens(host, 0);
});

test("a native client is in a call with a shared screen, and counts it", async () => {
  const weber = await stage.person("Ms Weber");
  native = Native.echo(await weber.host());
  await native.hears("waiting");
  await weber.admit("Echo");
  await native.hears("connected");
  await shareScreen(weber);
  await until("the native client to report the screen's packets", async () =>
    weber.page.evaluate(async () => {
      for (const connection of window.spy.connections) {
        const sender = connection.getTransceivers()[2]?.sender;
        for (const entry of (await sender?.getStats())?.values() ?? [])
          if (entry.type === "remote-inbound-rtp" && Number(entry.packetsReceived ?? 1) > 0)
            return true;
      }
      return false;
    }),
  );
  await mediaArrives(weber, { peers: 1 });
  await weber.press("share-stop");
  await weber.say("Still there?");
  await native.hears("chat", ({ text }) => text === "Still there?");
  expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
});
