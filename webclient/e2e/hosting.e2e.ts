// The host hands its role over in the middle of a call: nothing is interrupted, the new host lets in,
// removes, locks and ends, and the former one is a guest, also after a reload.
import { expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { slowness, until } from "./harness/until.ts";

const stage = useStage();

/**
 * The longest time in ms, until `stop`, in which no sound came from somebody: a page that answers
 * late, as while it is looked through, has not been silent for that.
 */
function longestGap(person: Person) {
  let stopped = false;
  const watched = (async () => {
    const last = new Map<string, { readonly packets: number; readonly at: number }>();
    let longest = 0;
    while (!stopped) {
      const at = performance.now();
      for (const { sid, audioPacketsReceived: packets } of await person.stats().catch(() => [])) {
        const before = last.get(sid);
        if (before?.packets === packets) longest = Math.max(longest, at - before.at);
        else last.set(sid, { packets, at: performance.now() });
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    return { longest, sids: [...last.keys()].sort() };
  })();
  return {
    stop: async () => {
      stopped = true;
      return await watched;
    },
  };
}

/** By keyboard alone, from the button of the tile's menu on. */
async function asksByKeys(host: Person, name: string): Promise<void> {
  for (const tile of await host.page.$$(handle("tile"))) {
    if (!(await tile.evaluate((element) => element.textContent))?.includes(name)) continue;
    await (await tile.$(handle("tile-menu")))?.focus();
    await host.page.keyboard.press("Enter");
    await host.see("hand-over");
    for (let i = 0; i < 12; i++) {
      const test = await host.page.evaluate(
        () => (document.activeElement as HTMLElement | null)?.dataset.test,
      );
      if (test === "hand-over") break;
      await host.page.keyboard.press("Tab");
    }
    await host.page.keyboard.press("Enter");
    await host.see("confirm");
    expect(await axeFaults(host.page)).toEqual([]);
    await (await host.page.$(handle("confirm")))?.focus();
    await host.page.keyboard.press("Enter");
    return;
  }
  throw new Error(`no tile of ${name}`);
}

async function asks(host: Person, name: string): Promise<void> {
  for (const tile of await host.page.$$(handle("tile"))) {
    if (!(await tile.evaluate((element) => element.textContent))?.includes(name)) continue;
    await (await tile.$(handle("tile-menu")))?.click();
    await host.press("hand-over");
    await host.press("confirm");
    return;
  }
  throw new Error(`no tile of ${name}`);
}

const isHost = async ({ page }: Person) => (await page.$(handle("lock"))) !== null;

async function handsOver(from: Person, to: Person): Promise<void> {
  await asks(from, to.name);
  await to.see("hosting-asked");
  expect(await axeFaults(to.page)).toEqual([]);
  await to.press("hosting-yes");
  await until(`${to.name} to be told`, async () =>
    (await to.text("hosting-moved")).startsWith("You are the host now."),
  );
  await until(`${from.name} to be told`, async () =>
    (await from.text("hosting-moved")).includes("and you are a guest"),
  );
}

const pairs: [BrowserName, BrowserName][] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

test.each(pairs)("a host in %s hands over to somebody in %s", async (one, other) => {
  const weber = await stage.person("Ms Weber", { browser: one });
  const anna = await stage.person("Anna Berg", { browser: other });
  const ben = await stage.person("Ben Ott", { browser: one });
  const eva = await stage.person("Eva Roth", { browser: other });
  const link = await weber.host({ kind: "audio" }); // four pictures are mesh.e2e's
  for (const guest of [anna, ben]) {
    await guest.knock(link);
    await weber.admit(guest.name);
  }
  await areInCall([weber, anna, ben]);
  for (const person of [weber, anna, ben]) await mediaArrives(person, { peers: 2, video: false });
  await eva.knock(link); // and waits through the hand-over
  await weber.knockCard(eva.name);

  const gaps = [weber, anna, ben].map(longestGap);
  await handsOver(weber, anna);
  await until("Eva to be shown to Anna", () => anna.knockCard(eva.name));
  await anna.drawn();
  for (const gap of gaps) {
    const { longest, sids } = await gap.stop();
    expect(sids.length).toBe(2); // nobody has come anew
    expect(longest).toBeLessThan(1_500 * slowness());
  }
  expect([await isHost(weber), await isHost(anna), await isHost(ben)]).toEqual([
    false,
    true,
    false,
  ]);
  await isShown(weber, []);
  expect(await ben.text("hosting-moved")).toContain("Anna Berg is the host now.");

  await anna.admit(eva.name);
  await areInCall([weber, anna, ben, eva]);
  await anna.press("hosting-dismiss");
  await anna.press("lock");
  // The button may stand in a menu, which has closed.
  await until("the door to be locked", () =>
    anna.page.$eval(handle("lock"), (lock) => lock.getAttribute("aria-pressed") === "true"),
  );
  await anna.remove(ben.name);
  await ben.see("over");
  await areInCall([weber, anna, eva]);

  // the former host comes back by itself, as a guest, and puts nobody out
  await weber.reload();
  await areInCall([weber, anna, eva]);
  expect([await isHost(weber), await isHost(anna)]).toEqual([false, true]);
  // and so does the new one, as the host
  await anna.reload();
  await areInCall([weber, anna, eva]);
  expect([await isHost(weber), await isHost(anna)]).toEqual([false, true]);

  await anna.endForAll();
  await weber.see("over");
  await eva.see("over");
});

test("who is asked can say no, or be away", async () => {
  const weber = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const link = await weber.host({ kind: "chat" }, chat);
  await anna.knock(link, chat);
  await weber.admit(anna.name);
  await areInCall([weber, anna]);
  await asksByKeys(weber, anna.name);
  await anna.press("hosting-no");
  await until("the answer", async () =>
    (await weber.text("hosting-step")).includes("would rather not"),
  );
  await weber.press("hosting-dismiss");
  await asksByKeys(weber, anna.name);
  await anna.see("hosting-asked");
  await weber.press("hosting-withdraw");
  await until(
    "the question to go",
    async () => (await anna.page.$(handle("hosting-asked"))) === null,
  );
  await asksByKeys(weber, anna.name);
  await anna.see("hosting-asked");
  await anna.press("leave");
  await until("the answer that does not come", async () =>
    (await weber.text("hosting-step")).startsWith("No answer"),
  );
  expect(await isHost(weber)).toBe(true);
});
