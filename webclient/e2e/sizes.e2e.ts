/**
 * Receivers wish, senders divide: what the browsers really encode, by their own counts.
 */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { slowness, until } from "./harness/until.ts";

const stage = useStage();

async function two(browser: BrowserName): Promise<[Person, Person]> {
  const host = await stage.person("Ms Weber", { browser });
  const guest = await stage.person("Anna Berg");
  await guest.page.setViewport({ width: 1280, height: 800 });
  await guest.knock(await host.host());
  await host.admit(guest.name);
  await mediaArrives(guest, { peers: 1 });
  return [host, guest];
}

/** Frames that the first connection's encoder of pictures has made, and what it may make. */
const encoder = (person: Person) =>
  person.page.evaluate(async () => {
    const pc = window.spy.connections.find(
      ({ connectionState }) => connectionState === "connected",
    );
    const sender = pc?.getSenders().find(({ track }) => track?.kind === "video");
    const [encoding] = sender?.getParameters().encodings ?? [];
    let frames = 0;
    for (const entry of (await sender?.getStats())?.values() ?? [])
      if (entry.type === "outbound-rtp") frames += entry.framesEncoded ?? 0;
    const { maxBitrate = 0, active, scaleResolutionDownBy = 1 } = encoding ?? {};
    return { frames, rate: maxBitrate / 1000, active, scale: scaleResolutionDownBy };
  });

const showTile = (person: Person, how: string) =>
  person.page.$eval(
    "[data-test=tile] video",
    (video, how) => {
      (video as HTMLElement).style.cssText = how;
    },
    how,
  );

describe.each<BrowserName>(["chromium", "firefox"])("a sender in %s", (browser) => {
  test("makes the picture as large as it is shown, and none that nobody looks at", async () => {
    const [host, guest] = await two(browser);
    const isSent = (what: string, height: number) =>
      until(what, async () => {
        const { rate } = await encoder(host);
        return rate === { 720: 1700, 540: 1000, 360: 550, 270: 350, 180: 170, 90: 70 }[height];
      });
    await isSent("a picture of the whole page", 720);
    await showTile(guest, "width: 160px; height: 85px; align-self: start");
    await isSent("a small one", 90);

    await showTile(guest, "display: none");
    const hidden = performance.now();
    await until("the encoder to stand", async () => {
      const before = await encoder(host);
      await new Promise((resolve) => setTimeout(resolve, 250));
      return (await encoder(host)).frames === before.frames;
    });
    expect(performance.now() - hidden).toBeLessThan(1500 * slowness());
    const sound = await mediaArrives(guest, { peers: 1, video: false });
    const { frames } = await encoder(host);

    const [before] = sound;
    await showTile(guest, "");
    const shown = performance.now();
    await until("a frame", async () => {
      const [now] = await guest.stats();
      return (now?.framesDecoded ?? 0) > (before?.framesDecoded ?? 0);
    });
    expect(performance.now() - shown).toBeLessThan(600 * slowness());
    expect((await encoder(host)).frames).toBeGreaterThan(frames);
  });
});

/** The browser says that the line takes so many bits a second, and that nothing more goes. */
function plantShortLine(): void {
  const { prototype } = window.RTCPeerConnection;
  const ask = prototype.getStats;
  prototype.getStats = async function (...args) {
    const report = await ask.apply(this, args);
    if (window.shortLine === undefined) return report;
    const changed = new Map<string, object>();
    report.forEach((entry, id) => {
      const { type } = entry;
      const line = type === "candidate-pair" && { availableOutgoingBitrate: window.shortLine };
      const short = type === "outbound-rtp" && { qualityLimitationReason: "bandwidth" };
      changed.set(id, { ...entry, ...line, ...short });
    });
    return changed as unknown as RTCStatsReport;
  };
}

declare global {
  interface Window {
    shortLine?: number | undefined;
  }
}

test("a picture that the line does not carry is paused, with words, and comes when the person asks", async () => {
  const host = await stage.person("Ms Weber");
  await host.page.evaluateOnNewDocument(plantShortLine);
  const guest = await stage.person("Anna Berg");
  await guest.knock(await host.host());
  await host.admit(guest.name);
  await mediaArrives(guest, { peers: 1 });
  await host.page.evaluate(() => {
    window.shortLine = 70_000;
  });
  await until("the words", async () => (await codesAt(host)).includes("slow-line"));
  expect(await host.page.$eval("[data-code=slow-line]", (notice) => notice.textContent)).toContain(
    "we paused video so that you can keep talking",
  );
  const { frames } = await encoder(host);
  await mediaArrives(guest, { peers: 1, video: false });
  expect((await encoder(host)).frames).toBe(frames);

  await host.page.evaluate(() => {
    window.shortLine = undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, 3500)); // the lowest of three seconds counts
  await host.press("try-video");
  await mediaArrives(guest, { peers: 1 });
  expect(await codesAt(host)).not.toContain("slow-line");
});

const codesAt = (person: Person) =>
  person.page.$$eval("[data-test=problem]", (all) =>
    all.map((notice) => (notice as HTMLElement).dataset.code),
  );
