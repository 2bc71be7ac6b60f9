/**
 * What a browser keeps on its disk after a call that is over: the whole profile is searched, once
 * the browser is closed.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { formatLink, guestLink, newRoom } from "../src/crypto/link.ts";
import { type BrowserName, launch } from "./harness/browsers.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { unpack } from "./harness/mozlz4.ts";
import { handle, Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { found, foundBytes } from "./harness/traces.ts";
import { until } from "./harness/until.ts";

// A server for everybody, where a browser is asked to remember nothing: what a storage has deleted
// may stay in its files for a while.
const stage = useStage(() => Server.start({ flags: ["-create", "open"] }));

/** Runs in the page: keeps what it draws at random that is as long as a host's seed. */
function noteSeeds(): void {
  const seeds: string[] = [];
  Object.assign(window, { seeds });
  const draw = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (array) => {
    draw(array);
    if (array instanceof Uint8Array && array.length === 32)
      seeds.push(
        btoa(String.fromCharCode(...array))
          .replace(/[+]/g, "-")
          .replace(/[/]/g, "_")
          .replace(/=+$/, ""),
      );
    return array;
  };
}

/**
 * The names of the files under `folder` that hold a trace of a word; compression breaks a word up,
 * but not all of it.
 */
async function filesWith(
  folder: string,
  words: readonly string[],
  bytes: readonly string[] = [],
): Promise<string[]> {
  const parts = words.flatMap((word) => [word.slice(0, 12), word.slice(-12)]);
  const names = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = await readFile(file);
    const places = [Buffer.from(entry.name), unpack(content) ?? content];
    if (found(parts, places).length > 0 || foundBytes([...bytes], places).length > 0)
      names.add(path.relative(folder, file));
  }
  return [...names].sort();
}

/** In no other file by chance. */
const words = { name: "Xq7vTz0pLw2c Weber", topic: "Rk4nYb9sJd6m", said: "Wm3hGf8uVe1k" };
const history = { chromium: "Default/History", firefox: "places.sqlite" };
const other = { chromium: "firefox", firefox: "chromium" } as const;

test.each<BrowserName>(["chromium", "firefox"])(
  "%s keeps the link that was opened, and nothing else",
  async (browser) => {
    const profile = await mkdtemp(path.join(os.tmpdir(), "einmal-profile-"));
    try {
      const resident = await launch(browser, "slow", undefined, profile);
      const host = await Person.open(
        words.name,
        stage.server.origin,
        resident.defaultBrowserContext(),
      );
      const guest = await stage.person("Anna Berg", { browser: other[browser] });
      await host.page.evaluateOnNewDocument(noteSeeds);
      const made = await host.createRoom({ kind: "chat", topic: words.topic });
      const seeds = await host.page.evaluate(
        () => (window as unknown as { seeds: string[] }).seeds,
      );
      expect(seeds.length).toBeGreaterThan(0);
      await host.reload();
      await host.enterRoom(chat);
      await guest.knock(made, chat);
      await host.admit(guest.name);
      await areInCall([host, guest]);
      await host.say(words.said);
      await host.reload();
      await areInCall([host, guest]);
      await host.endForAll();
      await host.see("over");

      const opened = await guest.host({ kind: "chat" }, chat);
      await host.knock(opened, chat);
      await guest.admit(host.name);
      await areInCall([host, guest]);
      await host.reload();
      await areInCall([host, guest]);
      await host.press("leave");
      await host.see("over");

      const pasted = formatLink(stage.server.origin, await guestLink(await newRoom("chat")));
      await host.visit();
      await host.press("lost-link");
      await host.write("link", pasted);
      await host.press("open-link");
      await host.see("continue");
      await host.reload();
      await host.see("continue");
      await new Promise((resolve) => setTimeout(resolve, 3_000)); // a browser writes when it likes
      await resident.close();

      const [unopened, link] = [made, opened].map((text) => new URL(text).hash.slice(1)) as [
        string,
        string,
      ];
      expect(await filesWith(profile, [unopened, ...Object.values(words)], seeds)).toEqual([]);
      // The page cannot help it (docs/adr/0018). Should a browser stop that, the privacy notice may
      // say so.
      expect(await filesWith(profile, [link])).toEqual(expect.arrayContaining([history[browser]]));
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  },
);

/** Runs in the page: it was here five minutes ago. */
function longAgo(): void {
  const now = Date.now;
  Date.now = () => now() - 5 * 60_000;
}

test.each<BrowserName>(["chromium", "firefox"])(
  "a %s that is started again and brings its tabs back opens no device before a press",
  async (browser) => {
    const profile = await mkdtemp(path.join(os.tmpdir(), "einmal-profile-"));
    try {
      const before = await launch(browser, "slow", undefined, profile);
      const host = await stage.person("Ms Weber");
      const guest = await Person.open(
        "Anna Berg",
        stage.server.origin,
        before.defaultBrowserContext(),
      );
      await guest.page.evaluateOnNewDocument(longAgo);
      await guest.knock(await host.host({}, { devices: "without" }));
      await host.admit(guest.name);
      await mediaArrives(host, { peers: 1 });
      if (browser === "chromium") await before.close();
      else {
        // Told to close, it closes the tabs first; so it is killed when it has written down how the
        // tab is.
        const sealed = () => guest.page.evaluate(() => window.history.state.sealed);
        await until(
          "the tab to be in a file",
          async () => (await filesWith(profile, [await sealed()])).length > 0,
        );
        before.process()?.kill("SIGKILL");
        await new Promise((ended) => before.process()?.once("exit", ended));
      }

      const after = await launch(browser, "slow", undefined, profile);
      const page = await until("the tab to be there again", async () =>
        (await after.pages()).find((page) => page.url().startsWith(stage.server.origin)),
      );
      await page.bringToFront();
      await page.waitForSelector("h1", { visible: true });
      expect(await page.$(handle("away"))).not.toBeNull();
      expect(await page.$$("video")).toEqual([]);
      await page.locator(handle("come-back")).click();
      await mediaArrives(host, { peers: 1 });
      await after.close();
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  },
);
