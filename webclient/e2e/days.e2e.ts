/** Days that have not come yet: a room waits for its call, also for weeks, and then is gone. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { binary, Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { VirtualClock } from "./harness/virtualclock.ts";

const clock = await VirtualClock.build();
const stage = useStage(() => Server.start({ clock }));

const dayMs = 86_400_000;

/** A room for so many days, made from a terminal. */
async function makeRoom(days: number) {
  const args = ["room", "new", "-json", "-lifetime", `${days}d`, "-public-url"];
  const { stdout } = await promisify(execFile)(binary, [...args, stage.server.origin]);
  return JSON.parse(stdout) as { guest: string; host: string; expires: number };
}

const held = async () =>
  (JSON.parse(await stage.server.command("room", "list", "-json")) as object[]).length;

test.each<BrowserName>(["chromium", "firefox"])(
  "a room for in 20 days is there on day 10 and 19, and gone three days after its end, in %s",
  async (browser) => {
    const first = clock.day; // the server has lived through the days of the other browser
    const room = await makeRoom(20);
    const left = room.expires * 1000 - clock.now().getTime();
    expect(left / dayMs).toBeCloseTo(20, 0);

    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser });
    for (const day of [10, 19]) {
      await clock.reach(first + day, stage.server);
      expect(await held()).toBe(1);
      await clock.shift(guest.page);
      await guest.visit(room.guest);
      await guest.press("continue");
      await guest.see("name");
      const [page, measured] = await guest.page.evaluate(() => [
        Date.now(),
        performance.timeOrigin + performance.now(),
      ]);
      expect(Math.abs((page ?? 0) - clock.now().getTime()) / dayMs).toBeLessThan(0.01);
      expect(Math.abs((measured ?? 0) - Date.now()) / dayMs).toBeLessThan(0.01);
    }
    await clock.shift(host.page);
    await host.visit(room.host);
    await host.enterRoom({ devices: "without" });
    await guest.knock(room.guest, { devices: "without" });
    await host.knockCard(guest.name);
    for (const person of [guest, host]) await person.page.goto(stage.server.origin);

    await clock.reach(first + 23, stage.server);
    expect(await held()).toBe(0);
    await clock.shift(guest.page);
    await guest.visit(room.guest);
    await guest.press("continue");
    await guest.see("gone");
  },
);
