/**
 * Whoever answered may be the one that finds the way broken. It asks then, since browsers disagree
 * on who controls after a restart by the one who answered.
 */
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { failForGood } from "./harness/faults.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const restarts = 3;

/** The names of both ends' generations of ICE. */
const generations = (person: Person): Promise<string> =>
  person.page.evaluate(() => {
    const connection = window.spy.connections.at(-1);
    const descriptions = [
      connection?.currentLocalDescription,
      connection?.currentRemoteDescription,
    ];
    return descriptions.map((one) => /a=ice-ufrag:(.*)/.exec(one?.sdp ?? "")?.[1]).join();
  });

/** The browser says that there is no way any more, until another is looked for. */
const failUntilRestart = (person: Person): Promise<void> =>
  person.page.evaluate(async () => {
    const connection = window.spy.connections.at(-1);
    if (connection === undefined) throw new Error("no connection");
    const generation = () => /a=ice-ufrag:(.*)/.exec(connection.localDescription?.sdp ?? "")?.[1];
    const before = generation();
    const states = ["connectionState", "iceConnectionState"];
    for (const state of states)
      Object.defineProperty(connection, state, { value: "failed", configurable: true });
    connection.dispatchEvent(new Event("connectionstatechange"));
    while (generation() === before) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const state of states) Reflect.deleteProperty(connection, state);
    connection.dispatchEvent(new Event("connectionstatechange"));
  });

/** What a person sees of the way to the only other one. */
async function codeOf(person: Person): Promise<string | null> {
  await person.press("safety");
  const digits = await person.attribute("safety-digits", "data-digits");
  await person.press("dialog-close");
  return digits;
}

for (const [answers, offers] of [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
] as const)
  test(`a host in ${answers} asks a guest in ${offers} for another way, ${restarts} times over`, async () => {
    const host = await stage.person("Ms Weber", { browser: answers });
    const guest = await stage.person("Anna Berg", { browser: offers });
    await guest.knock(await host.host());
    await host.admit(guest.name);
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    const before = await codeOf(host);
    for (let n = 1; n <= restarts; n++) {
      await delay(1000); // one a second is followed
      const last = await generations(host);
      await failUntilRestart(host);
      await until(`restart ${n}`, async () => (await generations(host)) !== last);
      const now = (await generations(host)).split(",");
      expect(now.filter((one) => last.includes(one))).toEqual([]);
      await guest.say(`I hear you, ${n}.`);
      await host.hears(`I hear you, ${n}.`);
      await host.say(`And I you, ${n}.`);
      await guest.hears(`And I you, ${n}.`);
    }
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    // Another connection, with the same code.
    await delay(3000);
    await failForGood(host.page);
    for (const person of [host, guest]) {
      await until("another connection", () =>
        person.page.evaluate(() => window.spy.connections[0]?.signalingState === "closed"),
      );
      await mediaArrives(person, { peers: 1 });
      await person.press("chat-open"); // which closes it
      expect(await codeOf(person)).toBe(before);
    }
    await host.say("The same as before.");
    await guest.hears("The same as before.");
  });

test("who hears nothing any more of somebody who sends steadily asks for another way", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser: "firefox" });
  await guest.knock(await host.host());
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  await delay(3000); // what is steady has lasted for two seconds
  const before = await generations(host);
  await host.page.evaluate(() => {
    const connection = window.spy.connections.at(-1);
    if (connection !== undefined) connection.getStats = () => Promise.resolve(new Map());
  });
  await until("another generation", async () => (await generations(host)) !== before, 10_000);
});
