import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";

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
