/**
 * What a person does with a picture or a sound beside looking and listening: full screen, a window
 * of its own, another loudspeaker, the camera on the other side of the phone.
 */
import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { giveScreen, screensArrive, shareScreen } from "./harness/screen.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

async function hostAndGuest(browser: BrowserName, other: BrowserName = "chromium") {
  const host = await stage.person("Ms Weber", { browser: other });
  const anna = await stage.person("Anna Berg", { browser });
  return [host, anna] as const;
}

async function meet(host: Person, guest: Person): Promise<void> {
  await guest.knock(await host.host());
  await host.admit(guest.name);
  await areInCall([host, guest]);
}

/** The handle of what fills the screen; undefined for nothing. */
const fullScreen = ({ page }: Person) =>
  page.evaluate(() => {
    const { fullscreenElement: full } = document;
    return full === document.documentElement
      ? "page"
      : (full?.getAttribute("data-test") ?? full?.querySelector("[data-test]")?.className);
  });

/** The window that a page has opened, with a picture that moves. */
async function windowOf({ page }: Person, press: () => Promise<void>): Promise<Page> {
  const opened = new Promise<Page>((done) => page.once("popup", (other) => other && done(other)));
  await press();
  const other = await opened;
  // Firefox counts those of a stream in a place of its own.
  const played = () =>
    other.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement & { mozPaintedFrames?: number }>(
        "video",
      );
      return video?.mozPaintedFrames ?? video?.getVideoPlaybackQuality().totalVideoFrames;
    });
  let first: number | undefined;
  await until("a picture that moves in the window", async () => {
    const now = await played();
    first ??= now;
    return now !== undefined && now > (first ?? 0) + 2;
  });
  return other;
}

/** The sound of what is shared, in packets: the fourth line, by its place. */
const sharedSound = ({ page }: Person) =>
  page.evaluate(async () => {
    const open = window.spy.connections.find(({ connectionState }) => connectionState !== "closed");
    const report = await open?.getTransceivers()[3]?.receiver.getStats();
    const [inbound] = Array.from(report?.values() ?? []).filter(
      ({ type }) => type === "inbound-rtp",
    );
    return Number(inbound?.packetsReceived ?? 0);
  });

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("a screen that is shared fills the screen, stands in a window of its own, and is heard", async () => {
    const [host, anna] = await hostAndGuest(browser);
    await giveScreen(host, { sound: true });
    await meet(host, anna);
    await shareScreen(host, "video");
    await screensArrive(anna);
    await until("the sound of it to arrive", async () => (await sharedSound(anna)) > 25);

    await anna.press("share-full");
    await until("it to fill the screen", async () => (await fullScreen(anna)) !== undefined);
    await anna.press("share-full");
    await until("the page to be as before", async () => (await fullScreen(anna)) === undefined);

    const apart = await windowOf(anna, () => anna.press("share-window"));
    expect(await apart.title()).toContain("Ms Weber");
    await host.press("share-stop");
    await until("the window to go with the share", async () => apart.isClosed());
  });

  test("the page of the call fills the screen", async () => {
    const [host, anna] = await hostAndGuest(browser);
    await meet(host, anna);
    await anna.press("view");
    await anna.press("view-full");
    await until("it to fill the screen", async () => (await fullScreen(anna)) === "page");
  });
});

test("the others are heard from the loudspeaker that was chosen", async () => {
  const [host, anna] = await hostAndGuest("chromium");
  await meet(host, anna);
  await anna.press("settings");
  const choice = await anna.see("choose-speaker");
  const all = await choice.$$eval("option", (options) => options.map(({ value }) => value));
  const other = all.find((id) => id !== "" && id !== "default") ?? "";
  expect(other).not.toBe("");
  await anna.page.select(handle("choose-speaker"), other);
  const heardFrom = () =>
    anna.page.$$eval("video, audio", (all) =>
      all
        .filter((one) => (one as HTMLVideoElement).srcObject && !(one as HTMLVideoElement).muted)
        .map((one) => (one as HTMLVideoElement).sinkId),
    );
  await until("it to be used", async () => {
    const sinks = await heardFrom();
    return sinks.length > 0 && sinks.every((sink) => sink === other);
  });
});

test("on a phone one touch takes the camera on the other side", async () => {
  const [host, anna] = await hostAndGuest("chromium");
  // A phone has two cameras, and this browser one: it counts as two.
  await anna.page.evaluateOnNewDocument(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () => {
      const all = await list();
      const [front] = all.filter(({ kind }) => kind === "videoinput");
      const rear = { kind: "videoinput", deviceId: "rear", label: "Rear", groupId: "" };
      return front ? [...all, { ...rear, toJSON: () => rear } as MediaDeviceInfo] : all;
    };
    const get = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const isRear = JSON.stringify(constraints?.video ?? "").includes('"rear"');
      const stream = await get(isRear ? { ...constraints, video: true } : constraints);
      for (const track of isRear ? stream.getVideoTracks() : [])
        track.getSettings = () => ({ deviceId: "rear", facingMode: "environment" });
      return stream;
    };
  });
  await anna.page.emulate({
    userAgent: await anna.page.browser().userAgent(),
    viewport: { width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  });
  await meet(host, anna);
  await mediaArrives(host, { peers: 1 });
  await anna.press("flip-camera");
  await until("the rear camera to be in use", () =>
    anna.page.$eval(`${handle("self")} video`, (video) => {
      const { srcObject } = video as HTMLVideoElement;
      const [track] = (srcObject as MediaStream).getVideoTracks();
      return track?.getSettings().deviceId === "rear";
    }),
  );
  await mediaArrives(host, { peers: 1 });
});
