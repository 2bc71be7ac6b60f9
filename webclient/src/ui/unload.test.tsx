// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import { RememberedRooms } from "../page/remembered.ts";
import type { HostRoom, InitialScreen, Services } from "../page/services.ts";
import { someRoom } from "../page/testing/rooms.ts";
import { language } from "./i18n/index.ts";
import { change, openPage, press } from "./testing/screen.ts";
import { someServices } from "./testing/services.ts";
import { somePeer } from "./testing/values.ts";

const room = someRoom(1);
let remembered: RememberedRooms;

beforeEach(() => {
  localStorage.clear();
  language.value = "en";
  remembered = new RememberedRooms("https://call.example");
});

const open = (initialScreen: InitialScreen, more: Partial<Services> = {}) => {
  const hostRoom = signal<HostRoom | undefined>(room);
  const values = { role: "host", phase: "connecting" } as const;
  return someServices([], initialScreen, { remembered, hostRoom, ...more }, values);
};

/** Whether the browser would ask before it closes the page. */
function asks(): boolean {
  const event = new Event("beforeunload", { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}

test("a room that only this tab knows is not closed silently, neither before the call nor in it", async () => {
  const { services, model } = open({ at: "ready", room });
  await openPage(services);
  expect(asks()).toBe(true);
  await press("enter");
  expect(asks()).toBe(true);
  await change(() => {
    model.phase.value = "gone";
  });
  expect(asks()).toBe(false);
});

test("nothing is asked once the browser remembers it, and again when it forgets it", async () => {
  await openPage(open({ at: "ready", room }).services);
  await press("remember");
  expect(asks()).toBe(false);
  await press("forget");
  expect(asks()).toBe(true);
});

test("nothing is asked once the host link is somewhere else", async () => {
  const { services } = open({ at: "ready", room });
  await openPage(services);
  await change(() => services.noteSaved());
  expect(asks()).toBe(false);
});

test("a host who is in the call with others is asked, however the room is kept", async () => {
  const { services, model } = open({ at: "ready", room });
  remembered.remember(room);
  await openPage(services);
  await press("enter");
  await change(() => {
    model.phase.value = "joined";
  });
  expect(asks()).toBe(false);
  await change(() => {
    model.peers.value = [somePeer("Anna Berg")];
  });
  expect(asks()).toBe(true);
  await change(() => {
    model.phase.value = "over";
  });
  expect(asks()).toBe(false);
});

test("nothing is asked on the start page, or of a guest", async () => {
  await openPage(open({ at: "start" }).services);
  expect(asks()).toBe(false);
  await openPage(open({ at: "guest", kind: "chat" }, { hostRoom: signal(undefined) }).services);
  await press("continue");
  expect(asks()).toBe(false);
});
