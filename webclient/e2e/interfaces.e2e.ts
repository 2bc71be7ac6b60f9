/**
 * Machines with many addresses (VPN, containers, IPv6): Chromium takes a relayed address for each
 * of them, each URL of the relay and each other person. All of it happens in a network namespace
 * that this file makes for itself, which only root can.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

const addresses = 16;
const guestsInAll = 5;
/** From being let in to being connected, in ms. */
const soon = 5_000;
/** Set for the part that runs inside. */
const mark = "EINMAL_E2E_INTERFACES";

if (process.env[mark] === undefined) {
  const able = spawnSync("unshare", ["--net", "true"]).status === 0;
  if (!able)
    console.warn(
      "SKIPPED: a network namespace takes root. Nothing was shown about many addresses.",
    );
  test.skipIf(!able)(`in a network namespace with ${addresses} addresses`, async () => {
    const vitest = ["vitest", "run", "--config", "e2e/vitest.config.ts", "e2e/interfaces.e2e.ts"];
    const env = { ...process.env, [mark]: "inside" };
    const child = spawn("unshare", ["--net", "npx", ...vitest], { stdio: "inherit", env });
    expect(await once(child, "exit")).toEqual([0, null]);
  });
} else describe("inside", inside);

/**
 * Pairs of virtual network cards, for not every kernel has dummy ones. The namespace goes with its
 * last process.
 */
function addCards(): void {
  const ip = (...words: string[]) => execFileSync("ip", words);
  ip("link", "set", "lo", "up");
  for (let i = 0; i < addresses; i++) {
    ip("link", "add", `card${i}`, "type", "veth", "peer", "name", `wall${i}`);
    for (const end of [`card${i}`, `wall${i}`]) {
      ip("link", "set", end, "addrgenmode", "none"); // an address that comes late breaks what a page is loading
      ip("link", "set", end, "up");
    }
    ip("address", "add", `10.9.${i}.1/24`, "dev", `card${i}`);
  }
  ip("route", "add", "default", "dev", "card0"); // nothing answers there, but browsers start from it
}

function inside(): void {
  beforeAll(addCards);
  let metrics = "";
  const stage = useStage(async () => {
    const server = await Server.start({ flags: ["-metrics", "127.0.0.1:0"] });
    metrics = /http:\/\/\S+\/metrics/.exec(server.output)?.[0] ?? "";
    return server;
  });
  const guests: Native[] = [];
  afterEach(async () => {
    await Promise.all(guests.splice(0).map((guest) => guest.leave()));
  });

  async function allocations(): Promise<number> {
    const counts = await (await fetch(metrics)).text();
    return Number(/^einmal_relay_allocations (\d+)$/m.exec(counts)?.[1]);
  }

  // Firefox hides addresses by using one of its own alone: it is here so that it is noticed if that
  // changes.
  test.each<[BrowserName, number]>([
    ["chromium", addresses],
    ["firefox", 1],
  ])("five guests reach a host in %s that hides its addresses", async (browser, used) => {
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.host({ kind: "audio", seats: guestsInAll + 1 }, { hideAddress: true });
    for (let i = 1; i <= guestsInAll; i++) {
      const guest = Native.echo(link, "-relay-only", "-name", `Guest ${i}`);
      guests.push(guest);
      await guest.hears("waiting");
    }
    const times = guests.map(async (guest, i) => {
      await guest.hears("joined");
      const begin = performance.now();
      await guest
        .hears("connected", ({ name }) => name === host.name, soon)
        .catch((error: Error) => {
          throw new Error(`guest ${i + 1}: ${error.message}`);
        });
      return Math.round(performance.now() - begin);
    });
    for (let i = 1; i <= guestsInAll; i++) await host.admit(`Guest ${i}`);
    const all = await Promise.allSettled(times);
    const held = await allocations();
    console.log(
      `${browser}: ${held} relayed addresses; ms until each guest was connected, or why not:`,
      all,
    );
    expect(all.filter(({ status }) => status === "rejected")).toEqual([]);
    await mediaArrives(host, { peers: guestsInAll, route: "relay", video: false });
    expect(held, "the browser takes addresses as it did when this was written").toBeGreaterThan(
      guestsInAll * 2 * used,
    );
  });
}
