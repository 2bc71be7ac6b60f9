/** Days that have not come yet: a room waits for its call, also for weeks, and then is gone. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, talk } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { binary, Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { VirtualClock } from "./harness/virtualclock.ts";

const clock = await VirtualClock.build();
const stage = useStage(() => Server.start({ clock }));

const dayMs = 86_400_000;

/** A room for so long, made from a terminal. */
async function makeRoom(lifetime: string, kind = "video") {
  const args = ["room", "new", "-json", "-kind", kind, "-lifetime", lifetime, "-public-url"];
  const { stdout } = await promisify(execFile)(binary, [...args, stage.server.origin]);
  return JSON.parse(stdout) as { guest: string; host: string; expires: number };
}

/** When the rooms that the server holds expire, in seconds since 1970. */
async function expiries(): Promise<number[]> {
  const rooms: { expires: number }[] = JSON.parse(
    await stage.server.command("room", "list", "-json"),
  );
  return rooms.map(({ expires }) => expires);
}

const held = async () => (await expiries()).length;

test.each<BrowserName>(["chromium", "firefox"])(
  "a room for in 20 days is there on day 10 and 19, and gone three days after its end, in %s",
  async (browser) => {
    const first = clock.day; // the server has lived through the days of the other browser
    const room = await makeRoom("20d");
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
    for (const person of [guest, host]) await person.page.goto(stage.server.origin);

    await clock.reach(first + 23, stage.server);
    expect(await held()).toBe(0);
    await clock.shift(guest.page);
    await guest.visit(room.guest);
    await guest.press("continue");
    await guest.see("gone");
  },
);

/** The server sweeps when it starts and then every minute: with this, just after the hour. */
const leftSeconds = 58;
const noProblem = async (people: readonly Person[]) => {
  for (const { name, page } of people)
    await until(`no problem of ${name}`, async () => !(await page.$(handle("problem"))));
};

test(
  "no room expires under people, nor while one of them is let in, in both browsers",
  async () => {
    await clock.reachEndOfHour(1_800, stage.server); // enough to come in, on any machine
    const comes = async (name: string, browser: BrowserName) => {
      const person = await stage.person(name, { browser });
      await clock.shift(person.page);
      return person;
    };
    const callIn = async (browser: BrowserName) => {
      const room = await makeRoom("1s", "chat");
      const host = await comes(`Ms Weber, ${browser}`, browser);
      const guest = await comes(`Anna Berg, ${browser}`, browser);
      await host.visit(room.host);
      await host.enterRoom(chat);
      await guest.knock(room.guest, chat);
      await host.admit(guest.name);
      await areInCall([host, guest]);
      return { room, host, guest, browser };
    };
    const calls = await Promise.all([callIn("chromium"), callIn("firefox")]);
    const end = calls[0]?.room.expires ?? 0;
    await clock.reachEndOfHour(leftSeconds, stage.server);
    for (const { host, guest } of calls) await noProblem([host, guest]); // connected again
    expect(clock.now().getTime()).toBeLessThan(end * 1000);
    await until(
      "the sweep after the hour to be over",
      () => clock.now().getTime() > end * 1000 + 8_000,
      (leftSeconds + 20) * 1000,
    );
    const carried = await expiries(); // on, to at least an hour after this one
    expect(carried).toHaveLength(2);
    expect(Math.min(...carried)).toBeGreaterThanOrEqual(end + 3600);

    const goesOn = async ({ room, host, guest, browser }: (typeof calls)[0]) => {
      await areInCall([host, guest]);
      await talk(host, guest);
      await talk(guest, host);
      const third = await comes(`Ben Ott, ${browser}`, browser);
      await third.knock(room.guest, chat);
      await host.admit(third.name);
      await areInCall([host, guest, third]);
      await talk(third, host);
      await noProblem([host, guest, third]);
      await host.endForAll();
      for (const person of [host, guest, third]) await person.has("over", "data-code", "ended");
    };
    await Promise.all(calls.map(goesOn));
    expect(await held()).toBe(0);
  },
  leftSeconds * 1000 + 120_000,
);
