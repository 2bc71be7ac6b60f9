/**
 * The one who answered first may look for a new way too. Firefox then takes an offer without a role
 * for leave to change its own.
 */
import { test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    answered: () => boolean;
  }
}

const stage = useStage();

test("a host in Chromium restarts ICE, and the pair with a guest in Firefox lives on", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser: "firefox" });
  await guest.knock(await host.host());
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  await host.page.evaluate(async () => {
    const connection = window.spy.connections.at(-1);
    const description = () => connection?.currentRemoteDescription?.sdp;
    const before = description();
    connection?.restartIce();
    window.answered = () => description() !== before;
  });
  await until("an answer", () => host.page.evaluate(() => window.answered()));
  await guest.say("I hear you.");
  await host.hears("I hear you.");
  await host.say("And I you.");
  await guest.hears("And I you.");
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
});
