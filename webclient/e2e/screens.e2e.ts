import { test } from "vitest";
import { look } from "./harness/look.ts";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();

test("every screen of a call looks right on a phone and a desktop, light and dark, and is accessible", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  await host.visit();
  await host.see("create");
  await look(host, "1-start");
  const link = await host.createRoom({ topic: "The new logo" });
  await look(host, "2-room-ready");
  await guest.visit(link);
  await guest.see("continue");
  await look(guest, "3-landing");
  await guest.press("continue");
  await guest.see("name");
  await look(guest, "4-pre-join");
  await guest.prepare();
  await look(guest, "5-pre-join-with-devices");
  await guest.press("join");
  await guest.see("waiting");
  await look(guest, "6-lobby-without-host");

  await host.press("enter");
  await host.see("name");
  await look(host, "7-host-pre-join");
  await host.prepare();
  await host.press("join");
  await host.knockCard(guest.name);
  await look(host, "8-knock");
  await look(guest, "9-lobby");
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
  await look(host, "10-call-of-two");
  await host.press("safety");
  await host.see("safety-digits");
  await look(host, "10-safety-code");
  await host.press("dialog-close");
  await guest.say("Shall we begin?");
  await host.say("With pleasure. Here is the draft: it has three pages.");
  await guest.hears("With pleasure.");
  await look(guest, "11-chat");
  await host.endForAll();
  for (const person of [host, guest]) await person.see("over");
  await look(host, "12-over-host");
  await look(guest, "13-over-guest");

  const late = await stage.person("Carla Lenz");
  await late.visit(link);
  await late.press("continue");
  await late.see("gone");
  await look(late, "14-gone");
});

test("a call in which nobody else is looks right", async () => {
  const host = await stage.person("Ms Weber");
  await host.host({ seats: 4 });
  await look(host, "15-alone");
});

test("a call of four looks right", async () => {
  const host = await stage.person("Ms Weber");
  const guests = await Promise.all(
    ["Anna Berg", "Ben Ott", "Carla Lenz"].map((name) => stage.person(name)),
  );
  const link = await host.host({ seats: 4 });
  for (const guest of guests) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  await mediaArrives(host, { peers: 3 });
  // Four who see each other leave little of the processor; the gallery has it in the dark.
  await look(host, "16-call-of-four", ["light"]);
});

test("rooms that a browser remembers look right", async () => {
  const host = await stage.person("Ms Weber");
  await host.createRoom({ topic: "The new logo" });
  await look(host, "19-room-remembered");
  await host.changeTabs();
  await host.createRoom({ kind: "audio" });
  await host.changeTabs();
  await host.visit();
  await host.see("rooms");
  await look(host, "20-rooms");
  await host.press("forget");
  await host.see("confirm");
  await look(host, "21-forget-room");
});

test("problems look right", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.createRoom();
  const guest = await stage.person("Anna Berg", { devices: "denied" });
  await guest.visit(link);
  await guest.press("continue");
  await guest.write("name", guest.name);
  await guest.press("use-devices");
  await guest.see("problem");
  await look(guest, "17-device-denied");

  const cut = await stage.person("Ben Ott");
  await cut.visit(link.slice(0, -10));
  await cut.see("problem");
  await look(cut, "18-link-incomplete");
});
