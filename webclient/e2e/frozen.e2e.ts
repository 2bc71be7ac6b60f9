// A socket that looks open and is dead: its packets are swallowed on the way, in one direction. Who is in the call is to be reached all the same.
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { type Direction, Freezer } from "./harness/freezer.ts";
import type { Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { slowness } from "./harness/until.ts";

const freezer = await Freezer.start();
const stage = useStage(async () => {
  const server = await Server.start({ origin: `http://localhost:${freezer.port}` });
  freezer.target = server.port;
  return server;
});
afterAll(() => freezer.close());

const ways: [BrowserName, Direction][] = [
  ["chromium", "to the server"],
  ["chromium", "to the browser"],
  ["firefox", "to the server"],
  ["firefox", "to the browser"],
];

describe.each(ways)("a host in %s whose packets %s are swallowed", (browser, direction) => {
  /** The guest stands at the door and has a name, so that nothing but the knock itself takes time. */
  async function atTheDoor(): Promise<{ host: Person; guest: Person; freeze: () => void }> {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg");
    const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
    const ofHost = freezer.connections;
    await guest.visit(link);
    await guest.press("continue");
    await guest.prepare({ devices: "not-asked" });
    return { host, guest, freeze: () => freezer.freeze(direction, ofHost) };
  }

  test("sees who knocks within 30 s", async () => {
    const { host, guest, freeze } = await atTheDoor();
    const frozen = performance.now();
    freeze();
    await guest.press("join");
    await host.knockCard(guest.name, 40_000);
    expect(performance.now() - frozen).toBeLessThan(30_000 * slowness());
    await host.admit(guest.name);
    await guest.see("chat-input");
    await guest.say("I am in.");
    await host.hears("I am in.");
  });

  test("sees who knocks within 3 s of being online again", async () => {
    const { host, guest, freeze } = await atTheDoor();
    freeze();
    await guest.press("join");
    const online = performance.now();
    await host.page.evaluate(() => window.dispatchEvent(new Event("online")));
    await host.knockCard(guest.name, 10_000);
    expect(performance.now() - online).toBeLessThan(3_000 * slowness());
    await host.admit(guest.name);
    await guest.see("chat-input");
  });
});
