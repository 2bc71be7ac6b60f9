// @vitest-environment happy-dom
// What the server answers after the person has gone on into a call.
import { beforeEach, expect, test } from "vitest";
import { RememberedRooms } from "../page/remembered.ts";
import type { CreatedRoom, InitialScreen, Services } from "../page/services.ts";
import { someRoom } from "../page/testing/rooms.ts";
import { language } from "./i18n/index.ts";
import { byHandle, change, isShown, openPage, press } from "./testing/screen.ts";
import { someServices } from "./testing/services.ts";

const room = someRoom(1);

beforeEach(() => {
  localStorage.clear();
  language.value = "en";
});

/** A page whose server answers with this room when `answer` is called, and not before. */
async function openSlowly(initialScreen: InitialScreen, more: Partial<Services> = {}) {
  let answer = (_: CreatedRoom) => {};
  const late = new Promise<CreatedRoom>((resolve) => {
    answer = resolve;
  });
  const slow = { moveRoom: () => late, createRoom: () => late };
  const values = { role: "host", phase: "connecting" } as const;
  await openPage(someServices([], initialScreen, { ...slow, ...more }, values).services);
  return (room: CreatedRoom) =>
    change(async () => {
      answer(room);
      await new Promise((resolve) => setTimeout(resolve));
    });
}

test("a room that was moved does not call the host back out of it once she has entered", async () => {
  const answer = await openSlowly({ at: "ready", room });
  await press("move");
  await press("move-save");
  await press("dialog-close");
  await press("enter");
  await answer(room);
  byHandle("join");
  expect(isShown("move")).toBe(false);
});

test("a room that was made does not call the host back out of another that she has entered", async () => {
  const remembered = new RememberedRooms("https://call.example");
  remembered.remember(room);
  const answer = await openSlowly({ at: "start" }, { remembered });
  await press("create");
  await press("room-enter");
  await answer(someRoom(2));
  byHandle("join");
  expect(isShown("move")).toBe(false);
});
