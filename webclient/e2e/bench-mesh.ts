/**
 * What sending to several costs: processor time of the whole browser, time in the encoders, bytes
 * and encoded pixels, with native receivers. One of them shows the picture large and the others
 * small; beside it the budgets by head count alone, as before, and senders that nobody limits.
 */
import { readFileSync } from "node:fs";
import type { Browser } from "puppeteer-core";
import { launch, outDir } from "./harness/browsers.ts";
import { fakeCamera } from "./harness/camera.ts";
import { Native } from "./harness/native.ts";
import { Person } from "./harness/person.ts";
import { processesUnder } from "./harness/processes.ts";
import { Server } from "./harness/server.ts";
import { until } from "./harness/until.ts";

const rounds = Number(process.env.ROUNDS ?? 5);
const counts = (process.env.RECEIVERS ?? "1 2 3 5").split(" ").map(Number);
/** Lines of the picture that the first of them shows. */
const large = Number(process.env.LARGE ?? 360);
/** The browser's estimate of the line begins at 300 kbit/s, and takes its time. */
const settleMs = 20_000;
const measureMs = 8000;
const ticksPerSecond = 100; // of Linux

type Mode = "divided" | "counted" | "plain";
const modes: readonly Mode[] = ["divided", "counted", "plain"];

interface Figures {
  /** Seconds of processor a second. */
  cores: number;
  encoding: number;
  /** Of pictures and sound, a second. */
  kbits: number;
  megapixels: number;
}

declare global {
  interface Window {
    meshChannels: RTCDataChannel[];
  }
}

/** Lets the bench speak for the receivers, and set what the client would not. */
function plant(mode: string): void {
  window.meshChannels = [];
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    const channel = create.call(this, label, options);
    if (label === "einmal") window.meshChannels.push(channel);
    return channel;
  };
  if (mode === "divided") return;
  // What the client had before it divided: by head count. Or nothing at all.
  const steps = [
    { maxBitrate: 2_000_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
    { maxBitrate: 1_000_000, maxFramerate: 30, scaleResolutionDownBy: 1.5 },
    { maxBitrate: 600_000, maxFramerate: 24, scaleResolutionDownBy: 2 },
    { maxBitrate: 400_000, maxFramerate: 20, scaleResolutionDownBy: 2 },
    { maxBitrate: 300_000, maxFramerate: 20, scaleResolutionDownBy: 2 },
  ];
  const set = RTCRtpSender.prototype.setParameters;
  RTCRtpSender.prototype.setParameters = async function (parameters) {
    const budget = mode === "counted" ? steps[Math.min(window.meshChannels.length, 5) - 1] : {};
    for (const encoding of parameters.encodings) {
      delete encoding.maxBitrate;
      delete encoding.maxFramerate;
      delete encoding.scaleResolutionDownBy;
      if (this.track?.kind === "video") Object.assign(encoding, budget, { active: true });
    }
    await set.call(this, parameters);
  };
}

async function oneCall(
  browser: Browser,
  server: Server,
  mode: Mode,
  receivers: number,
): Promise<Figures> {
  const host = await Person.open("Host", server.origin, await browser.createBrowserContext());
  const natives: Native[] = [];
  try {
    await host.page.evaluateOnNewDocument(plant, mode);
    const link = await host.host({ seats: receivers + 1 });
    for (let n = 0; n < receivers; n++) {
      natives.push(Native.join(link, `Guest ${n}`));
      await host.admit(`Guest ${n}`);
    }
    await until("everybody to be connected", async () => {
      const all = await host.stats();
      return all.length === receivers && all.every(({ state }) => state === "connected");
    });
    await host.page.evaluate((large) => {
      for (const [n, channel] of window.meshChannels.entries()) {
        const [height, rank] = n === 0 ? [large, 2] : [180, 0];
        const data = JSON.stringify({ kind: "want", line: "camera", height, rank });
        channel.dispatchEvent(new MessageEvent("message", { data }));
      }
    }, large);
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const [before, busy] = [await counters(host), ticks(browser)];
    const begin = performance.now();
    await new Promise((resolve) => setTimeout(resolve, measureMs));
    const [after, busyThen] = [await counters(host), ticks(browser)];
    const seconds = (performance.now() - begin) / 1000;
    return {
      cores: (busyThen - busy) / ticksPerSecond / seconds,
      encoding: (after.encoding - before.encoding) / seconds,
      kbits: (8 * (after.bytes - before.bytes)) / 1000 / seconds,
      megapixels: (after.pixels - before.pixels) / 1e6 / seconds,
    };
  } finally {
    await host.close();
    await Promise.all(natives.map((native) => native.leave()));
  }
}

const counters = (person: Person) =>
  person.page.evaluate(async () => {
    const sum = { bytes: 0, encoding: 0, pixels: 0 };
    for (const connection of window.spy.connections)
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== "outbound-rtp") continue;
        sum.bytes += entry.bytesSent;
        sum.encoding += entry.totalEncodeTime ?? 0;
        sum.pixels +=
          (entry.framesEncoded ?? 0) * (entry.frameWidth ?? 0) * (entry.frameHeight ?? 0);
      }
    return sum;
  });

/** Of the browser and all its processes, in hundredths of a second. */
function ticks(browser: Browser): number {
  const { pid } = browser.process() ?? {};
  return [{ pid }, ...processesUnder(pid)].reduce((sum, { pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return sum + Number(fields[11]) + Number(fields[12]);
  }, 0);
}

export async function main(): Promise<void> {
  const server = await Server.start();
  const camera = await fakeCamera(outDir, 30, { width: 1280, height: 720 });
  const browser = await launch("chromium", "fluent", undefined, undefined, {
    program: "/usr/bin/chromium",
    camera,
  });
  const all = new Map<string, Figures[]>();
  try {
    for (let round = 0; round < rounds; round++)
      for (const receivers of counts)
        for (const mode of modes) {
          const figures = await oneCall(browser, server, mode, receivers);
          const key = `${receivers} ${mode}`;
          all.set(key, [...(all.get(key) ?? []), figures]);
          console.error(round, key, JSON.stringify(figures));
        }
    print(all);
  } finally {
    await browser.close();
    await server.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(all: ReadonlyMap<string, readonly Figures[]>): void {
  console.log(`Medians of ${rounds} calls each, in turn; a camera of 1280 x 720 at 30 Hz\n`);
  console.log("| others | | cores | in encoders | kbit/s | megapixels/s |");
  console.log("|---|---|---|---|---|---|");
  for (const [key, figures] of all) {
    const of = (name: keyof Figures) => median(figures.map((one) => one[name]));
    const [receivers, mode] = key.split(" ");
    const cells = [of("cores").toFixed(2), of("encoding").toFixed(2), of("kbits").toFixed(0)];
    console.log(
      `| ${receivers} | ${mode} | ${cells.join(" | ")} | ${of("megapixels").toFixed(1)} |`,
    );
  }
}
