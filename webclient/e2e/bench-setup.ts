/**
 * From the click on "Let in" to the first frame of the other, decoded and drawn: phases on the
 * loopback in Chromium, medians of 10 calls.
 */
import type { Browser } from "puppeteer-core";
import { launch } from "./harness/browsers.ts";
import { Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { until } from "./harness/until.ts";

const rounds = 10;
/**
 * How long the host looks at a knock, in ms. Nobody is faster, and a browser that has just opened a
 * window is busy with that for about as long.
 */
const lookMs = 1500;
const marks = ["roster", "offer", "answer", "connected", "first frame", "picture"] as const;
type Phases = Record<string, number>;

/**
 * Marks the steps from outside, so that the client needs no code for it but for the roster, which
 * only it knows of.
 */
function watchSteps(): void {
  const mark = (step: string) => performance.mark(`einmal:${step}`);
  addEventListener(
    "click",
    (event) => {
      if ((event.target as Element).closest('[data-test="admit"]')) mark("click");
    },
    { capture: true },
  );
  const lookForTile = new MutationObserver(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-test="tile"] video');
    if (video === null) return;
    lookForTile.disconnect();
    video.requestVideoFrameCallback(() => mark("picture")); // it is drawn
  });
  addEventListener("DOMContentLoaded", () =>
    lookForTile.observe(document, { childList: true, subtree: true }),
  );
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener(
        "connectionstatechange",
        () => this.connectionState === "connected" && mark("connected"),
      );
      this.addEventListener("track", async ({ track }) => {
        if (track.kind !== "video") return;
        // Straight from the decoder, before anything is drawn.
        await new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader().read();
        mark("first frame");
      });
    }
    override async setLocalDescription(
      description?: RTCLocalSessionDescriptionInit,
    ): Promise<void> {
      await super.setLocalDescription(description);
      mark(this.localDescription?.type ?? "no description");
    }
  };
}

/** W3C mediacapture-transform, section 3; TypeScript does not know it yet. */
declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack });
  readonly readable: ReadableStream<VideoFrame>;
}

export async function main(): Promise<void> {
  const server = await Server.start();
  const browser = await launch("chromium", "fluent");
  try {
    await oneCall(browser, server.origin); // the first one warms up browser and server
    const calls: Phases[] = [];
    while (calls.length < rounds) calls.push(await oneCall(browser, server.origin));
    print(calls);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Milliseconds since the click for each mark of host and guest. */
async function oneCall(browser: Browser, origin: string): Promise<Phases> {
  const open = async (name: string) => {
    const person = await Person.open(name, origin, await browser.createBrowserContext());
    await person.page.evaluateOnNewDocument(watchSteps);
    return person;
  };
  const [host, guest] = [await open("Ms Weber"), await open("Anna Berg")];
  try {
    const link = await host.host();
    await guest.knock(link);
    await host.knockCard(guest.name);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    await host.admit(guest.name);
    const times = { host: await marksOf(host), guest: await marksOf(guest) };
    const click = times.host.click ?? Number.NaN;
    const phases: Phases = {};
    for (const [who, of] of Object.entries(times)) {
      // What lies before the click belongs to the host's own way in.
      for (const mark of marks)
        if ((of[mark] ?? 0) > click) phases[`${who} ${mark}`] = (of[mark] ?? 0) - click;
    }
    const both = (mark: string) =>
      Math.max(phases[`host ${mark}`] ?? 0, phases[`guest ${mark}`] ?? 0);
    phases["both first frames"] = both("first frame");
    phases["both pictures"] = both("picture");
    return phases;
  } finally {
    await host.close();
    await guest.close();
  }
}

/** The first of each of the marks, on the clock that both pages share. */
async function marksOf(person: Person): Promise<Record<string, number>> {
  return await until(`${person.name} to see a picture`, async () => {
    const times = await person.page.evaluate(() => {
      const first: Record<string, number> = {};
      for (const { name, startTime } of performance.getEntriesByType("mark")) {
        const [, mark] = name.split("einmal:");
        if (mark) first[mark] ??= performance.timeOrigin + startTime;
      }
      return first;
    });
    return times["first frame"] !== undefined && times.picture !== undefined && times;
  });
}

function print(calls: Phases[]): void {
  const names = Object.keys(calls[0] ?? {});
  const rows = names.map((name) => {
    const times = calls.map((call) => call[name] ?? Number.NaN).sort((a, b) => a - b);
    const middle = ((times[rounds / 2 - 1] ?? Number.NaN) + (times[rounds / 2] ?? Number.NaN)) / 2;
    return { name, middle, least: times[0] ?? Number.NaN, most: times.at(-1) ?? Number.NaN };
  });
  rows.sort((a, b) => a.middle - b.middle);
  console.log(
    `Milliseconds since the click on "Let in", Chromium on the loopback, ${rounds} calls\n`,
  );
  console.log(
    `${"".padEnd(22)}${["median", "least", "most"].map((title) => title.padStart(9)).join("")}`,
  );
  for (const { name, middle, least, most } of rows) {
    console.log(
      name.padEnd(22) + [middle, least, most].map((ms) => ms.toFixed(1).padStart(9)).join(""),
    );
  }
}
