import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";
import { slowness } from "./harness/until.ts";

const stage = useStage();

test("a room that was made before the server was killed works after it", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.createRoom();
  await stage.server.kill();
  await stage.server.run();
  await host.enterRoom();
  await guest.knock(link);
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
});

test("a direct call keeps picture, sound and chat while the server is dead, and lets in another guest when it is back", async () => {
  const host = await stage.person("Ms Weber");
  const [anna, ben] = [await stage.person("Anna Berg"), await stage.person("Ben Ott")];
  const link = await host.host();
  await anna.knock(link);
  await host.admit(anna.name);
  for (const person of [host, anna]) await mediaArrives(person, { peers: 1, route: "direct" });

  await stage.server.kill();
  await expect(fetch(stage.server.origin)).rejects.toThrow();
  for (const person of [host, anna]) await mediaArrives(person, { peers: 1, route: "direct" });
  await anna.say("Can you still read me?");
  await host.hears("Can you still read me?");
  await host.say("Yes, without any server.");
  await anna.hears("Yes, without any server.");
  const sidsBefore = (await host.stats()).map((peer) => peer.sid);

  await stage.server.run();
  await ben.knock(link);
  await host.admit(ben.name);
  for (const person of [host, anna, ben]) await mediaArrives(person, { peers: 2 });
  expect((await host.stats()).map((peer) => peer.sid)).toEqual(expect.arrayContaining(sidsBefore));
});

test("who lost the server for a minute is back within 2 s of its return, in both browsers", async () => {
  const host = await stage.person("Ms Weber", { browser: "firefox" });
  const guest = await stage.person("Anna Berg");
  await guest.knock(await host.host({ kind: "chat" }, { devices: "not-asked" }), { devices: "not-asked" });
  await host.admit(guest.name);
  for (const person of [host, guest]) await person.see("chat-input");
  const gone = '[data-test="problem"][data-code="server-gone-in-call"]';

  await stage.server.kill();
  for (const person of [host, guest]) await person.page.waitForSelector(gone);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  await stage.server.run();
  const back = performance.now();
  for (const person of [host, guest]) await person.page.waitForSelector(gone, { hidden: true });
  expect(performance.now() - back).toBeLessThan(2_500 * slowness()); // and half a second to look
});
