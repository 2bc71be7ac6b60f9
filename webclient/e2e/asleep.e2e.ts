// What is away for more than a minute. A host whose machine has slept for longer than the server
// keeps a place: who has gone meanwhile is no ghost at its door, and who has come is there once.
// And a server that comes back.
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown, talk } from "./harness/incall.ts";
import { Line } from "./harness/line.ts";
import { handle } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { slowness, until } from "./harness/until.ts";

const stage = useStage();
const lines: Line[] = [];
const servers: Server[] = [];
afterAll(async () => {
  await Promise.all([...lines, ...servers].map((one) => one.close()));
  for (const { log } of servers) expect(log).toBe("");
});

/** The server keeps the place of a lost socket for 60 s. */
const asleepMs = 67_000;
const awayMs = 60_000;
const backMs = 5_000;

test(
  "hosts in both browsers who have slept for more than a minute; who lost the server for a minute is back within 2 s of its return",
  async () => {
    // All at the same time: what takes real time is to take it once.
    await Promise.all([
      sleepsAndWakes("chromium", "firefox"),
      sleepsAndWakes("firefox", "chromium"),
      serverIsAway(),
    ]);
  },
  asleepMs + 180_000,
);

async function sleepsAndWakes(browser: BrowserName, other: BrowserName): Promise<void> {
  const line = await Line.start(stage.server);
  lines.push(line);
  const host = await stage.person("Ms Weber", { browser, origin: line.origin });
  const [anna, ben, eva] = await Promise.all(
    ["Anna Berg", "Ben Ott", "Eva Lind"].map((name) => stage.person(name, { browser: other })),
  );
  if (!anna || !ben || !eva) throw new Error("nobody comes");
  const link = await host.host({ kind: "chat" }, chat);
  for (const guest of [anna, ben]) await guest.knock(link, chat);
  await isShown(host, [anna, ben]);

  line.cut();
  const asleep = performance.now();
  const reads = (words: RegExp) =>
    until(`to read ${words}`, async () => words.test(await ben.text("waiting")));
  await reads(/host is not connected at the moment/);
  await anna.page.goto("about:blank"); // has gone
  await new Promise((resolve) => setTimeout(resolve, asleepMs - (performance.now() - asleep)));
  await eva.knock(link, chat); // there is no host at all now
  line.heal();

  await isShown(host, [ben, eva], backMs);
  await reads(/can see that you are waiting/);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // whoever would be there twice has come by now
  await isShown(host, [ben, eva]);
  for (const guest of [ben, eva]) await host.admit(guest.name);
  await areInCall([host, ben, eva], backMs);
  await anna.knock(link, chat);
  await host.admit(anna.name);
  await areInCall([host, anna, ben, eva], backMs);
  await talk(anna, eva);
  expect(await host.page.$(handle("problem"))).toBeNull();
}

/** A server of its own, with somebody in each browser. */
async function serverIsAway(): Promise<void> {
  const server = await Server.start();
  servers.push(server);
  const { origin } = server;
  const host = await stage.person("Mr Falk", { browser: "firefox", origin });
  const guest = await stage.person("Ida Roth", { origin });
  await guest.knock(await host.host({ kind: "chat" }, chat), chat);
  await host.admit(guest.name);
  for (const person of [host, guest]) await person.see("chat-input");
  const gone = '[data-test="problem"][data-code="server-gone-in-call"]';

  await server.kill();
  for (const person of [host, guest]) await person.page.waitForSelector(gone);
  await new Promise((resolve) => setTimeout(resolve, awayMs));
  await server.run();
  const back = performance.now();
  for (const person of [host, guest]) await person.page.waitForSelector(gone, { hidden: true });
  expect(performance.now() - back).toBeLessThan(2_500 * slowness()); // and half a second to look
}
