// A socket that looks open and is dead: its packets are swallowed on the way, in one direction. Who
// is in the call is to be reached all the same.
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { type Direction, Freezer } from "./harness/freezer.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { slowness } from "./harness/until.ts";

const stage = useStage();

const pairs: [BrowserName, Direction][] = [
  ["chromium", "to the server"],
  ["chromium", "to the browser"],
  ["firefox", "to the server"],
  ["firefox", "to the browser"],
];
type Way = (typeof ways)[number];

/** A host's browser, the direction that is lost, and a server behind a freezer of its own. */
const ways = await Promise.all(
  pairs.map(async ([browser, direction]) => {
    const freezer = await Freezer.start();
    const origin = `http://localhost:${freezer.port}`;
    const server = await Server.start({ origin });
    freezer.target = server.port;
    return { browser, direction, freezer, origin, server };
  }),
);
afterAll(async () => {
  for (const { freezer, server } of ways) {
    await freezer.close();
    await server.close();
    expect(server.log).toBe("");
  }
});

/** The guest stands at the door and has a name, so that nothing but the knock itself takes time. */
async function atTheDoor({ browser, direction, freezer, origin }: Way) {
  const host = await stage.person("Ms Weber", { browser, origin });
  const guest = await stage.person("Anna Berg", { origin });
  const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
  const ofHost = freezer.connections;
  await guest.visit(link);
  await guest.press("continue");
  await guest.prepare({ devices: "not-asked" });
  return { host, guest, freeze: () => freezer.freeze(direction, ofHost) };
}

async function seesWhoKnocks(way: Way): Promise<void> {
  const { host, guest, freeze } = await atTheDoor(way);
  const frozen = performance.now();
  freeze();
  await guest.press("join");
  await host.knockCard(guest.name, 40_000);
  expect(performance.now() - frozen).toBeLessThan(30_000 * slowness());
  await host.admit(guest.name);
  await guest.see("chat-input");
  await guest.say("I am in.");
  await host.hears("I am in.");
}

test("hosts in both browsers whose packets are swallowed in either direction see who knocks within 30 s", async () => {
  // All at the same time: what takes real time is to take it once.
  const all = ways.map((way) =>
    seesWhoKnocks(way).catch((cause: unknown) => {
      throw new Error(`a host in ${way.browser}, packets ${way.direction}`, { cause });
    }),
  );
  await Promise.all(all);
});

test.each(ways)(
  "a host in $browser whose packets $direction are swallowed sees who knocks within 3 s of being online again",
  async (way) => {
    const { host, guest, freeze } = await atTheDoor(way);
    freeze();
    await guest.press("join");
    const online = performance.now();
    await host.page.evaluate(() => window.dispatchEvent(new Event("online")));
    await host.knockCard(guest.name, 10_000);
    expect(performance.now() - online).toBeLessThan(3_000 * slowness());
    await host.admit(guest.name);
    await guest.see("chat-input");
  },
);
