// A host whose machine has slept for longer than the server keeps a place: who has gone meanwhile is no ghost at its door, and who has come is there once.
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown, talk } from "./harness/incall.ts";
import { Line } from "./harness/line.ts";
import { handle } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const lines: Line[] = [];
afterAll(() => Promise.all(lines.map((line) => line.close())));

/** The server keeps the place of a lost socket for 60 s. */
const asleepMs = 67_000;
const backMs = 5_000;

test("hosts in both browsers who have slept for more than a minute", async () => {
  // Both at the same time: what takes real time is to take it once.
  await Promise.all([sleepsAndWakes("chromium", "firefox"), sleepsAndWakes("firefox", "chromium")]);
});

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
  const reads = (words: RegExp) => until(`to read ${words}`, async () => words.test(await ben.text("waiting")));
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
