/**
 * From a click on an address to the first words, as on a cheap phone in a bad network: a processor
 * four times slower, 1.6 Mbit/s, 562 ms for each request. Chromium with an empty cache, over TLS.
 * OLD names another build of the server to compare with; then both take turns.
 */
import type { Browser } from "puppeteer-core";
import { launch } from "./harness/browsers.ts";
import { Certificates } from "./harness/certificates.ts";
import { binary, Server } from "./harness/server.ts";

const rounds = 5;
const guestLink = "/#1AFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O9i";
const pages = { "start page": "/", "by a link": guestLink };

export async function main(): Promise<void> {
  const certificates = await Certificates.make();
  const programs = [process.env.OLD, binary].filter((program) => program !== undefined);
  const browser = await launch("chromium", "fluent", certificates);
  const servers: Server[] = [];
  const times = new Map<string, number[]>();
  try {
    for (const program of programs) servers.push(await Server.start({ certificates, program }));
    for (let round = -1; round < rounds; round++) {
      for (const [i, { origin }] of servers.entries()) {
        for (const [name, path] of Object.entries(pages)) {
          const took = await firstWords(browser, origin + path);
          if (round < 0) continue; // it warms up browser and server
          const row = `${name}, ${programs[i]}`;
          times.set(row, [...(times.get(row) ?? []), took]);
        }
      }
    }
  } finally {
    await browser.close();
    for (const server of servers) await server.close();
    await certificates.forget();
  }
  console.log(`Milliseconds until the first words are on the screen, median (least to most)`);
  for (const [row, all] of times) {
    const sorted = all.sort((a, b) => a - b).map((ms) => ms.toFixed(0));
    console.log(`${sorted[Math.floor(rounds / 2)]} (${sorted[0]} to ${sorted.at(-1)}) ${row}`);
  }
}

async function firstWords(browser: Browser, address: string): Promise<number> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const devtools = await page.createCDPSession();
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await devtools.send("Network.enable");
    const speed = 1_600_000 / 8; // bytes a second
    await devtools.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 562.5, downloadThroughput: speed, uploadThroughput: speed },
    });
    await page.goto(address, { waitUntil: "domcontentloaded" });
    await page.waitForSelector("#app h1");
    return await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const paints = performance.getEntriesByType("paint");
      // What stands in the page itself is hidden until it is clear that nothing else comes.
      return paints.find(({ name }) => name === "first-contentful-paint")?.startTime ?? 0;
    });
  } finally {
    await context.close();
  }
}
