// Who was removed and did not hear of it comes first to a server that knows nothing any more, with
// a list that the host did sign: it is no member again.
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown, tiles } from "./harness/incall.ts";
import { Line } from "./harness/line.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const lines: Line[] = [];
afterAll(() => Promise.all(lines.map((line) => line.close())));

async function onALine(
  name: string,
  browser: BrowserName,
): Promise<{ person: Person; line: Line }> {
  const line = await Line.start(stage.server);
  lines.push(line);
  return { person: await stage.person(name, { browser, origin: line.origin }), line };
}

/** What a page says directly arrives nowhere from now on. */
async function loseWhatIsSaidDirectly(person: Person): Promise<void> {
  await person.page.evaluate(() => {
    RTCDataChannel.prototype.send = () => {};
  });
}

test.each<BrowserName>(["chromium", "firefox"])(
  "who was removed in %s, and comes first after a restart",
  async (browser) => {
    const host = await onALine("Ms Weber", "chromium");
    const anna = await onALine("Anna Berg", browser);
    const ben = await onALine("Ben Ott", browser);
    const everybody = [host.person, anna.person, ben.person];
    const link = await host.person.createRoom({ kind: "chat" });
    await host.person.press("host-link");
    const hostLink = String(await host.person.attribute("host-link", "data-link"));
    await host.person.enterRoom(chat);
    for (const { person } of [anna, ben]) {
      await person.knock(link, chat);
      await host.person.admit(person.name);
    }
    await areInCall(everybody);

    // The word of the removal reaches everybody but the one whom it is about.
    ben.line.cut();
    await loseWhatIsSaidDirectly(host.person);
    await host.person.remove(ben.person.name);
    await areInCall([host.person, anna.person]);
    await until("the others to be out of reach", async () =>
      (await tiles(ben.person)).every((tile) => !tile.endsWith(": connected")),
    );
    for (const { line } of [host, anna]) line.cut();
    await stage.server.kill();
    await stage.server.run();
    ben.line.passed.length = 0;
    ben.line.heal();

    await until("Ben to be told where he stands", async () =>
      (await ben.person.text("waiting")).includes("Your host is not connected at the moment."),
    );
    expect(ben.line.passed).toContain("welcome to the browser");
    const device = await stage.person("Ms Weber at home", { browser: "firefox" });
    await device.visit(hostLink);
    await device.enterRoom(chat);
    await isShown(device, [ben.person]);
    expect(await tiles(device)).toEqual([]);
    for (const kind of ["relay", "roster"])
      expect(ben.line.passed).not.toContain(`${kind} to the browser`);
  },
);
