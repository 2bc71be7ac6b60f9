/**
 * The connection is checked before a call, by somebody at the door who has no credential of the
 * relay: what is said when all goes through, when UDP does not, and when nothing does.
 */
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { Certificates } from "./harness/certificates.ts";
import { closeWays, type Transport } from "./harness/closedways.ts";
import { handle, type Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const certificates = await Certificates.make();
const server = await Server.start({ certificates });
// Of hooks the last one comes first: the browsers have written to their profiles by then.
afterAll(() => certificates.forget());
const stage = useStage(async () => server);

/** The states of the connections that the page has made to try a way; others are the call's. */
const connections = (person: Person) =>
  person.page.evaluate(() =>
    window.spy.connections
      .filter((made) => made.getConfiguration().iceServers?.[0]?.username === "check")
      .map(({ signalingState }) => signalingState),
  );

/** What became of each try: server, UDP, TCP, TLS. */
const rows = (person: Person) =>
  person.page.$$eval(`${handle("check-details")} ~ dl dd`, (all) =>
    all.map(({ textContent }) => textContent),
  );

const verdict = (person: Person) => person.attribute("check-verdict", "data-verdict");

/** A guest before the knock, in a network that closes these ways. */
async function atTheDoor(browser: BrowserName, ...closed: Transport[]): Promise<Person> {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser });
  const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
  await closeWays(guest.page, ...closed);
  await guest.visit(link);
  await guest.press("continue");
  await guest.see("check-connection");
  expect(await connections(guest)).toEqual([]);
  return guest;
}

/** Checks, and waits until every try is over. */
async function check(guest: Person): Promise<number> {
  const began = performance.now();
  await guest.press("check-connection");
  await guest.see("check-verdict");
  await until(
    "the check to be over",
    async () => (await guest.attribute("check-again", "aria-disabled")) === "false",
  );
  return performance.now() - began;
}

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("where all ways are open it is said that calls get through, and nothing is left of it", async () => {
    const guest = await atTheDoor(browser);
    await check(guest);
    expect(await verdict(guest)).toBe("good");
    const told = await rows(guest);
    expect(told).toHaveLength(4);
    for (const row of told) expect(row).toMatch(/^answered after \d+ ms$/);
    expect(await connections(guest)).toEqual(["closed", "closed", "closed"]);
    await guest.press("dialog-close");
    await guest.press("join");
    await guest.see("waiting");
  });

  test("without UDP it is said that picture and sound may stutter, and who closes it waits for nothing", async () => {
    const guest = await atTheDoor(browser, "udp");
    expect(await check(guest)).toBeLessThan(10_000);
    expect(await verdict(guest)).toBe("stream");
    await guest.reads("check-verdict", "only over TCP");
    expect((await rows(guest))[1]).toBe("no answer");
    await guest.press("check-again");
    await until("another try over UDP", async () =>
      (await connections(guest)).some((state) => state !== "closed"),
    );
    await guest.press("dialog-close");
    await until(
      "it to be stopped, long before its time is over",
      async () => (await connections(guest)).every((state) => state === "closed"),
      2_000,
    );
  });

  test("where nothing gets through it is said what helps, and what has to be allowed", async () => {
    const guest = await atTheDoor(browser, "udp", "tcp", "tls");
    expect(await check(guest)).toBeLessThan(10_000);
    expect(await verdict(guest)).toBe("blocked");
    await guest.reads("check-verdict", "Try mobile data.");
    await guest.reads("check-verdict", `allow TCP ${server.port} to localhost without`);
    expect((await rows(guest)).slice(1)).toEqual(["no answer", "no answer", "no answer"]);
  });
});
