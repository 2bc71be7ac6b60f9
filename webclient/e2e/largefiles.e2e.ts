/** Files that no browser holds in memory: they come onto the disk, and nothing of them stays there. */
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { takeFromPage } from "./harness/faults.ts";
import { choose, Desk, offer, save, stands } from "./harness/files.ts";
import { storedBy } from "./harness/leftovers.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const desk = await Desk.clear();
afterAll(() => desk.forget());

const size = 105_000_000;
const onDisk = async (person: Person) => (await storedBy(person)).directory;

async function two(browsers: [BrowserName, BrowserName], prepare = async (_: Person) => {}) {
  const host = await stage.person("Ms Weber", { browser: browsers[0] });
  const guest = await stage.person("Anna Berg", { browser: browsers[1] });
  await prepare(guest);
  const options = { devices: "not-asked" as const };
  await guest.knock(await host.host({ kind: "chat" }, options), options);
  await host.admit(guest.name);
  await guest.see("leave");
  return [host, guest] as const;
}

test.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("a large file from %s is on the disk of %s until the call ends", async (from, to) => {
  const [host, guest] = await two([from, to]);
  const file = await desk.write("talk.mov", size);
  await offer(host, file.path);
  await choose(guest, "talk.mov", "accept");
  await stands(guest, "talk.mov", "done");
  await stands(host, "talk.mov", "done");
  expect(await onDisk(guest)).toBe(1);
  expect(await save(guest, "talk.mov")).toEqual({ name: "talk.mov", hash: file.hash });
  await guest.press("leave");
  await until("the disk to be empty", async () => (await onDisk(guest)) === 0);
  await guest.has("over", "data-code", "left");
});

test.each<BrowserName>(["chromium", "firefox"])(
  "what a tab of %s has left on the disk is removed when the page starts",
  async (browser) => {
    const [host, guest] = await two(["chromium", browser]);
    await offer(host, (await desk.write("cut.mov", size)).path);
    await choose(guest, "cut.mov", "accept");
    await until("something on the disk", async () => (await onDisk(guest)) === 1);
    await guest.reload();
    await until("the disk to be empty", async () => (await onDisk(guest)) === 0);
  },
);

test("a browser without such a disk says so on both sides, and takes what fits into memory", async () => {
  const [host, guest] = await two(["chromium", "firefox"], (person) =>
    takeFromPage(person.page, "navigator.storage"),
  );
  await offer(host, (await desk.write("talk.mov", size)).path);
  await choose(guest, "talk.mov", "accept");
  await stands(guest, "talk.mov", "no-room");
  await stands(host, "talk.mov", "no-room");
  const small = await desk.write("note.txt", 3_000_000);
  await offer(host, small.path);
  await choose(guest, "note.txt", "accept");
  await stands(guest, "note.txt", "done");
  expect(await save(guest, "note.txt")).toEqual({ name: "note.txt", hash: small.hash });
});
