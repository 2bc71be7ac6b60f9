import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { type Flow, mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

const pairs: [host: BrowserName, guest: BrowserName][] = [
  ["chromium", "chromium"],
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

interface Way {
  way: string;
  hideAddress: boolean;
  flow: Flow;
}

const direct: Way = { way: "direct", hideAddress: false, flow: { peers: 1, route: "direct" } };
const ways: Way[] = [
  direct,
  {
    way: "relayed over UDP",
    hideAddress: true,
    flow: { peers: 1, route: "relay", transport: "udp" },
  },
  {
    way: "relayed over TCP",
    hideAddress: true,
    flow: { peers: 1, route: "relay", transport: "tcp" },
  },
];

describe.each(pairs)("%s and %s see and hear each other", (host, guest) => {
  test.each(ways)("$way", async (way) => await seeAndHear(host, guest, way));
});

test("firefox and firefox see and hear each other", async () =>
  await seeAndHear("firefox", "firefox", direct));

async function seeAndHear(
  hostBrowser: BrowserName,
  guestBrowser: BrowserName,
  way: Way,
): Promise<void> {
  const { hideAddress, flow } = way;
  const relay = flow.transport && { over: flow.transport };
  const host = await stage.person("Ms Weber", { browser: hostBrowser, relay });
  const guest = await stage.person("Anna Berg", { browser: guestBrowser, relay });
  const link = await host.host({}, { hideAddress });
  await guest.knock(link, { hideAddress });
  await host.admit(guest.name);

  const stats = await Promise.all([host, guest].map((person) => mediaArrives(person, flow)));
  for (const [peer] of stats) expect(peer?.width).toBeGreaterThan(0);
  for (const person of [host, guest]) {
    await until(
      "the tile to say so",
      async () => (await person.attribute("tile", "data-route")) === flow.route,
    );
    await person.has("tile", "data-state", "connected");
  }
}

test("one who hides the address is reached over the relay, also by somebody who does not", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.knock(link, { hideAddress: true });
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1, route: "relay" });
  const heard = await host.page.evaluate(() =>
    window.spy.connections.map((connection) => connection.remoteDescription?.sdp ?? "").join(),
  );
  const candidates = [...heard.matchAll(/^a=candidate:.* typ (\w+)/gm)].map((match) => match[1]);
  expect(new Set(candidates)).toEqual(new Set(["relay"]));
});
