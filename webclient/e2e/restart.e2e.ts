/** The one who answered first may look for a new way too. Firefox then takes an offer without a role for leave to change its own. */
import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();

test("a host in Chromium restarts ICE, and the pair with a guest in Firefox lives on", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser: "firefox" });
  await guest.knock(await host.host());
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  const wasAnswered = await host.page.evaluate(async () => {
    const connection = window.spy.connections.at(-1);
    const description = () => connection?.currentRemoteDescription?.sdp;
    const before = description();
    connection?.restartIce();
    for (let i = 0; i < 100 && description() === before; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    return description() !== before;
  });
  expect(wasAnswered).toBe(true);
  await guest.say("I hear you.");
  await host.hears("I hear you.");
  await host.say("And I you.");
  await guest.hears("And I you.");
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
});
