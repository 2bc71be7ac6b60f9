/**
 * Nothing of who has not agreed reaches the recorder: by the sender's own counters, and by a capture
 * of what passes on the wire.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { askToRecord, sentBytes } from "./harness/recording.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { maySeeTheWire, Wire } from "./harness/wire.ts";

const stage = useStage();
let wire: Wire;

if (!maySeeTheWire)
  console.warn("recordingwire: NOT RUN: only root may capture what passes on the wire");

beforeEach(async () => {
  if (maySeeTheWire) wire = await Wire.open();
});
afterEach(() => wire?.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const enough = 50;
/** How long after a press nothing may pass any more. */
const atOnceMs = 1_000;

async function callOfTwo(other: BrowserName): Promise<[host: Person, anna: Person, link: string]> {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: other });
  const link = await host.host({ seats: 3 });
  await anna.knock(link);
  await host.admit(anna.name);
  await mediaArrives(anna, { peers: 1 });
  return [host, anna, link];
}

async function flows(from: Person, to: Person): Promise<void> {
  const { rtp } = await wire.passed(from, to);
  await until(`media on the wire from ${from.name} to ${to.name}`, async () => {
    return (await wire.passed(from, to)).rtp > rtp + enough;
  });
}

describe.skipIf(!maySeeTheWire).each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("with a newcomer in %s and a guest in %s", (browser, other) => {
  test("not a packet of media passes before a yes, and none after it is taken back", async () => {
    const [host, anna, link] = await callOfTwo(other);
    const ben = await stage.person("Ben", { browser });
    await askToRecord(host, "together");
    await host.press("together-close");
    await anna.press("record-yes");
    await host.see("recording");

    await ben.knock(link);
    await host.admit(ben.name);
    await ben.see("record-asked");
    await flows(ben, anna);
    await flows(host, ben);
    await pause(1_000);
    const unasked = await wire.passed(ben, host);
    expect(unasked.rtp, "RTP to the recorder before a yes").toBe(0);
    expect(unasked.other, "what the pair itself needs").toBeGreaterThan(0);
    const sent = (await sentBytes(ben)).sort((a, b) => a.audio - b.audio);
    expect(sent[0]).toEqual({ audio: 0, video: 0 });

    await ben.press("record-yes");
    await flows(ben, host);

    // Taken back, and the recording is over; then nothing is withheld.
    await ben.press("record-withdraw");
    await host.has("record-ended", "data-reason", "withdrawn");
    await flows(ben, host);
  });

  test("who takes it back while it goes on is silent for the recorder within a second", async () => {
    const [host, anna] = await callOfTwo(browser);
    await askToRecord(host, "together", "", { goesOn: true });
    await host.press("together-close");
    await anna.press("record-yes");
    await host.see("recording");
    await flows(anna, host);

    await anna.press("record-withdraw");
    await pause(atOnceMs);
    const { rtp } = await wire.passed(anna, host);
    await pause(2_000);
    expect((await wire.passed(anna, host)).rtp).toBe(rtp);
    await flows(host, anna);
    await host.see("recording");
    await anna.press("record-agree");
    await flows(anna, host);
  });
});
