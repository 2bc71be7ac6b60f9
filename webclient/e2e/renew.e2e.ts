/**
 * Relayed calls outlive the credentials they began with. An allocation ends with its credentials,
 * which live for twenty seconds here.
 */
import { afterEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import type { Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import type { RelayWay } from "./harness/spy.ts";
import { useStage } from "./harness/stage.ts";
import { slowness } from "./harness/until.ts";

/**
 * A new way is looked for after two fifths of it, and finding one takes a machine on which forty
 * programs wait for a core some seconds.
 */
const lifeMs = 20_000;
/**
 * No sound for longer than this is a break that people notice; a new way takes a busy machine a
 * moment.
 */
const breakMs = 4000;

const stage = useStage(() => Server.start({ flags: ["-relay-life", `${lifeMs}ms`] }));
const natives: Native[] = [];

afterEach(async () => {
  await Promise.all(natives.splice(0).map((native) => native.leave()));
});

/** Listens for as long as one and a half lives, and returns the longest silence in ms. */
async function longestSilence(person: Person): Promise<number> {
  let [packets, heard, longest] = [0, performance.now(), 0];
  for (const end = heard + 1.5 * lifeMs; performance.now() < end; ) {
    const [peer] = await person.stats();
    const now = performance.now();
    // A page that is slow to answer is no silence if there is more by then.
    if (peer && peer.audioPacketsReceived !== packets)
      [packets, heard] = [peer.audioPacketsReceived, now];
    longest = Math.max(longest, now - heard);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return longest;
}

// Two calls at a time: most of one is waiting.
test("two browsers go on talking, over udp and over tcp", async () => {
  await Promise.all((["udp", "tcp"] as const).map(goOn));
});

async function goOn(over: RelayWay["over"]): Promise<void> {
  const host = await stage.person("Ms Weber", { relay: { over } });
  const guest = await stage.person("Anna Berg", { browser: "firefox", relay: { over } });
  const link = await host.host({}, { hideAddress: true });
  await guest.knock(link, { hideAddress: true });
  await host.admit(guest.name);
  for (const person of [host, guest])
    await mediaArrives(person, { peers: 1, route: "relay", transport: over });
  const silences = await Promise.all([host, guest].map(longestSilence));
  expect(Math.max(...silences), `the longest silence over ${over} in ms`).toBeLessThan(
    breakMs * slowness(),
  );
  for (const person of [host, guest])
    await mediaArrives(person, { peers: 1, route: "relay", transport: over });
  await guest.say("Are you still there?");
  await host.hears("Are you still there?");
}

test("each browser and the native participant go on talking", async () => {
  await Promise.all((["chromium", "firefox"] as const).map(goOnWithNative));
});

async function goOnWithNative(browser: BrowserName): Promise<void> {
  const native = Native.host(stage.server.origin, "-relay-only");
  natives.push(native);
  const { guest } = await native.hears("link");
  const anna = await stage.person("Anna Berg", { browser });
  await anna.visit(String(guest));
  await anna.press("continue");
  await anna.prepare();
  await anna.press("join");
  await mediaArrives(anna, { peers: 1, route: "relay" });
  expect(await longestSilence(anna), `the longest silence in ${browser} in ms`).toBeLessThan(
    breakMs * slowness(),
  );
  await anna.say("Are you still there?");
  await native.hears("chat", ({ text }) => text === "Are you still there?");
  expect(
    native.events.filter(({ event }) => event === "reconnecting" || event === "alarm"),
  ).toEqual([]);
}
