// Somebody's socket is away at the wrong moment. Who has done everything right gets into the call,
// and reads nothing meanwhile that is not so.
import { afterEach, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown, noteSentences, talk, wasTrue } from "./harness/incall.ts";
import { Line } from "./harness/line.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const lines: Line[] = [];
afterEach(() => Promise.all(lines.splice(0).map((line) => line.close())));

/** A lift, a locked phone. */
const awayMs = 3_000;
const backMs = 5_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody with a way to the server of their own. */
async function onALine(
  name: string,
  browser: BrowserName,
): Promise<{ person: Person; line: Line }> {
  const line = await Line.start(stage.server);
  lines.push(line);
  return { person: await stage.person(name, { browser, origin: line.origin }), line };
}

async function reads(guest: Person, words: RegExp): Promise<void> {
  await until(`${guest.name} to read ${words}`, async () =>
    words.test(await guest.text("waiting")),
  );
}

describe.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("in %s", (browser, other) => {
  async function waits(): Promise<{ host: Person; guest: Person; line: Line }> {
    const host = await stage.person("Ms Weber", { browser: other });
    const { person: guest, line } = await onALine("Anna Berg", browser);
    await guest.knock(await host.host({ kind: "chat" }, chat), chat);
    await host.knockCard(guest.name);
    await reads(guest, /can see that you are waiting/);
    return { host, guest, line };
  }

  test("a guest is in whose socket was away while the host let it in", async () => {
    const { host, guest, line } = await waits();
    line.cut();
    await reads(guest, /We are connecting/);
    await host.admit(guest.name);
    await pause(awayMs);
    line.heal();
    await areInCall([host, guest], backMs);
    await talk(guest, host);
  });

  test("a guest is in whose socket was away, and the server was killed after the host had let it in", async () => {
    const { host, guest, line } = await waits();
    line.cut();
    await reads(guest, /We are connecting/);
    await host.admit(guest.name);
    await isShown(host, []);
    await stage.server.kill();
    await stage.server.run();
    await pause(awayMs);
    line.heal();
    await areInCall([host, guest], backMs);
    await talk(host, guest);
  });

  test("who knocks while the host's socket is away is in when it is back, and is told that the host knows only then", async () => {
    const { person: host, line } = await onALine("Ms Weber", browser);
    const guest = await stage.person("Anna Berg", { browser: other });
    const link = await host.host({ kind: "chat" }, chat);
    await noteSentences(host);
    line.cut();
    await guest.visit(link);
    await noteSentences(guest);
    await guest.press("continue");
    await guest.prepare(chat);
    await guest.press("join");
    await reads(guest, /host is not connected at the moment/);
    await pause(awayMs);
    line.heal();
    await host.knockCard(guest.name, backMs);
    await reads(guest, /can see that you are waiting/);
    await pause(1_500); // the sentence stands for so long that it has to be true
    await host.admit(guest.name);
    await areInCall([host, guest], backMs);
    await wasTrue(guest, host);
    await talk(guest, host);
  });

  test("who waits when the server restarts is at the door once, who has gone is not, and all who come are let in", async () => {
    const host = await stage.person("Ms Weber", { browser });
    const [anna, ben] = [
      await stage.person("Anna Berg", { browser: other }),
      await stage.person("Ben Ott", { browser: other }),
    ];
    const link = await host.host({ kind: "chat" }, chat);
    for (const guest of [anna, ben]) await guest.knock(link, chat);
    await isShown(host, [anna, ben]);
    await stage.server.kill();
    try {
      await reads(anna, /We are connecting/);
      await ben.page.goto("about:blank");
    } finally {
      await stage.server.run();
    }
    await isShown(host, [anna], backMs);
    await reads(anna, /can see that you are waiting/);
    await pause(1_500); // whoever would be there twice has come by now
    await isShown(host, [anna]);
    await host.admit(anna.name);
    await areInCall([host, anna], backMs);
    await ben.knock(link, chat);
    await host.admit(ben.name);
    await areInCall([host, anna, ben], backMs);
    for (const guest of [anna, ben]) expect(await guest.page.$(handle("problem"))).toBeNull();
    await talk(ben, anna);
  });
});
