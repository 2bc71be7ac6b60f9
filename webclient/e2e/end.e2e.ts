/**
 * The host ends the call while the server is away: what both pages say, and what becomes of the
 * room.
 */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const devices = "not-asked";
const confirmed = /The server confirmed at .* that the room is deleted\./;

/** A call, which its host ends with the server gone; the guest link. */
async function endUnheard(host: Person, guest: Person): Promise<string> {
  const link = await host.createRoom({ kind: "chat" });
  await host.enterRoom({ devices });
  await guest.knock(link, { devices });
  await host.admit(guest.name);
  await guest.see("chat-input");
  await guest.say("Good-bye.");
  await host.hears("Good-bye.");
  await stage.server.kill();
  await host.endForAll();
  for (const person of [host, guest]) await person.has("over", "data-code", "ended");
  return link;
}

const rooms = async (): Promise<unknown[]> =>
  JSON.parse(await stage.server.command("room", "list", "-json"));
const remembered = (person: Person) => person.page.evaluate(() => localStorage.length);

test.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])(
  "a host in %s whose end the server does not hear says it again when it is back",
  async (hosting, visiting) => {
    const host = await stage.person("Ms Weber", { browser: hosting });
    const guest = await stage.person("Anna Berg", { browser: visiting });
    const late = await stage.person("Ben Ott");
    const link = await endUnheard(host, guest);

    await host.has("problem", "data-code", "server-unreachable");
    const pending = await host.text("over");
    expect(pending).toContain(
      "The server has not yet confirmed that the room is deleted. Please keep this page open",
    );
    expect(pending).toContain(
      "If the server does not hear that the call has ended, it deletes the room soon after",
    );
    expect(await remembered(host)).toBe(1);
    const unsure =
      "Ms Weber has ended it for everybody. The server has not told us whether the room is deleted";
    await guest.reads("over", unsure);
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // until the guest listens no longer

    await stage.server.run();
    await until("the host to read that the room is deleted", async () =>
      confirmed.test(await host.text("over")),
    );
    expect(await host.text("over")).not.toContain("keep this page open");
    expect(await host.page.$("[data-test=problem]")).toBeNull();
    expect(await remembered(host)).toBe(0);
    expect(await rooms()).toEqual([]);
    await guest.reads("over", unsure);
    await late.visit(link);
    await late.press("continue");
    await late.see("gone");
  },
);

test("a host who closed the page before the server heard of the end finds the room again, and ends it", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  await endUnheard(host, guest);
  await host.changeTabs();
  await stage.server.run();
  expect(await rooms()).toHaveLength(1);
  await host.visit();
  await host.press("room-enter");
  await host.prepare({ devices });
  await host.press("join");
  await host.endForAll();
  await until("the host to read that the room is deleted", async () =>
    confirmed.test(await host.text("over")),
  );
  expect(await rooms()).toEqual([]);
  expect(await remembered(host)).toBe(0);
});
