import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();

test("three people, one of them in Firefox, see and hear each other", async () => {
  const host = await stage.person("Ms Weber");
  const guests = [
    await stage.person("Anna Berg"),
    await stage.person("Ben Ott", { browser: "firefox" }),
  ];
  const link = await host.host();
  for (const guest of guests) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, ...guests]) await mediaArrives(person, { peers: 2, route: "direct" });
});

test("four people who knocked at the same time see and hear each other, and read each other's lines", async () => {
  const host = await stage.person("Ms Weber");
  const guests = await Promise.all(
    ["Anna Berg", "Ben Ott", "Carla Lenz"].map((name) => stage.person(name)),
  );
  const everybody = [host, ...guests];
  const link = await host.host({ seats: 4 });
  for (const guest of guests) await guest.knock(link);
  for (const guest of guests) await host.admit(guest.name);
  for (const person of everybody) await mediaArrives(person, { peers: 3 });

  for (const person of everybody) await person.say(`This is ${person.name}.`);
  for (const reader of everybody) {
    for (const writer of everybody) await reader.hears(`This is ${writer.name}.`);
  }
  // Twelve pictures in one browser: 70 s on two cores, and 125 s at a load of 30.
}, 240_000);

test("a guest without camera and microphone sees and hears the others, and can write", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.knock(link, { devices: "without" });
  await host.admit(guest.name);
  await mediaArrives(guest, { peers: 1 });
  const [peer] = await mediaArrives(host, { peers: 1, video: false, audio: false });
  expect(peer?.framesDecoded).toBe(0);
  await guest.say("I can see you.");
  await host.hears("I can see you.");
});

test("a chat asks for no device and connects two people who write", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
  await guest.knock(link, { devices: "not-asked" });
  await host.admit(guest.name);
  for (const person of [host, guest])
    await mediaArrives(person, { peers: 1, video: false, audio: false });
  await guest.say("Nothing but letters.");
  await host.hears("Nothing but letters.");
});

test("an audio call sends sound and no picture", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host({ kind: "audio" });
  await guest.knock(link);
  await host.admit(guest.name);
  for (const person of [host, guest]) {
    const [peer] = await mediaArrives(person, { peers: 1, video: false });
    expect(peer?.framesDecoded).toBe(0);
  }
});
