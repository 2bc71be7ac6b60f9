/**
 * What the server knows, by its own word and by what its operator is shown; and the way to be
 * forgotten.
 */
import { expect, test } from "vitest";
import { en } from "../src/ui/i18n/en.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const browsers: BrowserName[] = ["chromium", "firefox"];
const stage = useStage();

interface Held {
  sid: string;
  key: string;
  address: string;
  created?: boolean;
  relay?: { allocations?: { relayed: string }[] };
}

interface Room {
  handle: string;
  members: number;
  guestConnected?: boolean;
  hostConnected?: boolean;
  people?: Held[];
}

/** What the operator is shown of all rooms: the server's own state. */
async function look(): Promise<Room[]> {
  return JSON.parse(await stage.server.command("room", "show", "-addresses", "-json"));
}

/** Presses Download and reads the file. */
async function downloaded(person: Person) {
  await person.page.evaluate(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      Object.assign(window, { saved: (file as Blob).text() });
      URL.createObjectURL = make;
      return make.call(URL, file);
    };
  });
  await person.press("knows-download");
  return JSON.parse(
    await person.page.evaluate(() => (window as unknown as { saved: Promise<string> }).saved),
  );
}

/** The same list whichever address was named first. */
const sorted = (relay: Held["relay"]) =>
  relay && {
    ...relay,
    allocations: relay.allocations?.toSorted((a, b) => a.relayed.localeCompare(b.relayed)),
  };

async function inCall(
  host: Person,
  guest: Person,
  devices: "use" | "not-asked" = "use",
): Promise<void> {
  const link = await host.createRoom(
    devices === "use" ? { topic: "The new logo" } : { kind: "chat" },
  );
  await host.enterRoom({ devices });
  await guest.knock(link, { devices });
  await host.admit(guest.name);
  if (devices === "use")
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  else await host.see("tile");
}

test.each(browsers)(
  "a guest in %s sees and takes away what the server holds, and is forgotten",
  async (browser) => {
    const host = await stage.person("Ms Weber");
    const guest = await stage.person("Anna Berg", { browser });
    await inCall(host, guest);
    await guest.say("Our budget is 42,000 euros.");
    await guest.press("knows");
    await guest.see("knows-address");
    const first = await guest.page.$$eval("dialog p", (all) =>
      all.slice(0, 3).map((words) => words.textContent),
    );
    expect(first).toEqual([en["knows.plain.knows"], en["knows.plain.not"], en["knows.plain.gone"]]);
    const mine = await until("the file to say what the server holds", async () => {
      await guest.see("knows-download");
      const { relay, ...said } = await downloaded(guest);
      const room = (await look()).find(({ handle }) => handle === said.handle);
      const me = room?.people?.find(({ sid }) => sid === said.sid);
      const { people, hostConnected, guestConnected, epoch, ...about } = room as Room & {
        epoch: number;
      };
      const { relay: held, created = false, lost, ...person } = me as Held & { lost?: number };
      expect({ ...said, relay: sorted(relay) }).toEqual({
        kind: "knows",
        ...about,
        ...person,
        created,
        connected: guestConnected,
        relay: sorted(held),
      });
      return said;
    });
    expect(await guest.text("knows-address")).toBe(mine.address);
    expect(await guest.text("knows-you")).toBe(`Guest, with the random number ${mine.sid}`);
    await guest.reads("knows-room", `short name ${mine.handle}`);
    expect(await guest.text("knows-people")).toBe("In the call: 2, waiting: 0");

    await guest.press("forget-me");
    await guest.has("over", "data-code", "forgotten");
    await until("the server to confirm it", async () =>
      (await guest.text("over")).includes("The server confirmed at"),
    );
    expect(await guest.page.evaluate(() => [history.state, localStorage.length])).toEqual([
      null,
      0,
    ]);
    expect(await guest.page.$("[data-test=save-chat]")).toBeNull();
    await until("the list without the guest", async () =>
      (await look()).some(({ handle, members }) => handle === mine.handle && members === 1),
    );
    const held = JSON.stringify(await look());
    for (const trace of [mine.sid, mine.key, mine.address]) expect(held).not.toContain(trace);
    expect(held).toContain(mine.handle);
  },
);

test.each(browsers)(
  "a host in %s is forgotten with the room, on the server and in the browser",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg");
    await inCall(host, guest, "not-asked");
    await host.press("knows");
    await host.see("knows-address");
    const { handle } = await downloaded(host);
    expect((await look()).map((room) => room.handle)).toContain(handle);
    await host.press("forget-me");
    await host.press("forget-end");
    await host.has("over", "data-code", "forgotten");
    await until("the room to be gone", async () =>
      (await host.text("over")).includes("The server confirmed at"),
    );
    expect(await host.page.evaluate(() => [history.state, localStorage.length])).toEqual([null, 0]);
    await guest.has("over", "data-code", "ended");
    expect((await look()).map((room) => room.handle)).not.toContain(handle);
  },
);

test("somebody who waits learns of nobody else, and takes the knock back", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
  await guest.knock(link, { devices: "not-asked" });
  await host.knockCard(guest.name);
  await guest.press("knows");
  expect(await guest.text("knows-you")).toMatch(/^Waiting, with the random number /);
  const said = await downloaded(guest);
  for (const other of ["members", "waiting", "used", "connected", "relay"])
    expect(said).not.toHaveProperty(other);
  await guest.press("forget-me");
  await guest.see("over");
  await until("the card to go", async () => (await host.page.$("[data-test=knock-card]")) === null);
  expect(JSON.stringify(await look())).not.toContain(said.sid);
});

test("without the server the panel says so, and forgets what there is here", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  await inCall(host, guest);
  await guest.press("knows");
  await guest.see("knows-address");
  await stage.server.kill();
  await until(
    "the panel to notice",
    async () => (await guest.attribute("knows-when", "data-here")) === "false",
  );
  expect(await guest.text("knows-when")).toMatch(
    /^We are not connected to the server. This was its answer at /,
  );
  await guest.press("forget-me");
  await guest.reads("over", "The server has not confirmed that you have left.");
  expect(await guest.page.evaluate(() => history.state)).toBeNull();
  await stage.server.run();
});
