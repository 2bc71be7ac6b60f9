import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DocChannel } from "./docchannel.ts";
import { DocPace, docLimits } from "./docpace.ts";
import { largestDoc, readDoc } from "./pairdocs.ts";
import { FakeChannel } from "./testing/rtc/channel.ts";

/** One end, the browser's channel of it, and what has come of it. */
function end() {
  const channel = new FakeChannel(2, (work) => work());
  const heard: string[] = [];
  const pc = { createDataChannel: () => channel } as unknown as RTCPeerConnection;
  const docs = new DocChannel(pc, {
    opened: () => heard.push("open"),
    message: (data) => heard.push(`${(data as ArrayBuffer).byteLength}`),
    flooded: () => heard.push("flood"),
  });
  return { docs, channel, heard };
}

function pair() {
  const [a, b] = [end(), end()];
  a.channel.connect(b.channel);
  b.channel.connect(a.channel);
  return { a, b };
}

const bytes = (length: number) => new Uint8Array(length);

describe("what is made together", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("goes in order, and as fast as the other allows", async () => {
    const { a, b } = pair();
    for (let i = 0; i < 64; i++) expect(a.docs.sendMessage(bytes(largestDoc - i))).toBe(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(b.heard.length).toBeLessThan(20);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(b.heard).toEqual(["open", ...Array.from({ length: 64 }, (_, i) => `${largestDoc - i}`)]);
  });

  it("waits here while the path takes nothing, and no more than there is place for", async () => {
    const { a, b } = pair();
    a.channel.bufferedAmount = 1 << 20;
    let sent = 0;
    while (a.docs.sendMessage(bytes(largestDoc))) sent++;
    expect(sent).toBe(256);
    await vi.advanceTimersByTimeAsync(1000);
    expect(b.heard).toEqual(["open"]);
    a.channel.bufferedAmount = 0;
    a.channel.dispatchEvent(new Event("bufferedamountlow"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(b.heard.length).toBeGreaterThan(10);
  });

  it("is not sent without a channel", () => {
    const { docs, channel } = end();
    expect(docs.sendMessage(bytes(1))).toBe(false);
    const other = pair().a;
    other.docs.close();
    expect(other.docs.sendMessage(bytes(1))).toBe(false);
    expect(channel.readyState).toBe("connecting");
  });

  it("is a flood when it is more than the pace, and nothing comes of it after the end", async () => {
    const { a, b } = pair();
    for (let i = 0; i < 60; i++) a.channel.send(bytes(largestDoc));
    await vi.advanceTimersByTimeAsync(10);
    const passed = b.heard.indexOf("flood") - 1;
    expect(passed).toBeGreaterThanOrEqual(29);
    expect(passed).toBeLessThanOrEqual(31);
    b.docs.close();
    const before = b.heard.length;
    a.channel.send(bytes(1));
    await vi.advanceTimersByTimeAsync(10);
    expect(b.heard).toHaveLength(before);
  });

  it("counts the smallest messages too", async () => {
    const { a, b } = pair();
    for (let i = 0; i < 600; i++) a.channel.send(bytes(1));
    await vi.advanceTimersByTimeAsync(10);
    expect(b.heard.indexOf("flood")).toBeGreaterThan(500);
    expect(b.heard).toContain("flood");
  });
});

it("never sends what the other takes for a flood, however long a path holds it up", () => {
  for (const stalledMs of [0, 3000, 10_000, 60_000]) {
    const [sent, taken] = [new DocPace(docLimits.sent, 0), new DocPace(docLimits.taken, 0)];
    // What is on its way when the path breaks: the burst, and what waits in the channel.
    let length = 0;
    while (sent.waitMs(largestDoc, 0) === 0) {
      sent.countMessage(largestDoc);
      length++;
    }
    for (let i = 0; i < length + 4; i++) {
      expect(taken.waitMs(largestDoc, stalledMs)).toBe(0);
      taken.countMessage(largestDoc);
    }
  }
});

describe("a message", () => {
  const of = (...all: number[]) => Uint8Array.from(all).buffer;

  it("is its kind and the rest", () => {
    expect(readDoc(of(0x20, 1, 2))).toEqual({ of: 0x20, payload: Uint8Array.of(1, 2) });
    expect(readDoc(of(0x8f))).toEqual({ of: 0x8f, payload: new Uint8Array() });
  });

  it.each<[string, unknown]>([
    ["text", "a"],
    ["nothing", of()],
    ["of a kind below all", of(0x0f)],
    ["of a kind above all", of(0x90)],
    ["too long", new Uint8Array(largestDoc + 1).fill(0x20).buffer],
  ])("that is %s is none", (_, data) => {
    expect(() => readDoc(data)).toThrow("bad-message");
  });
});
