// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { parseLink } from "../../crypto/link.ts";
import { type CreatedRoom, RememberedRooms } from "../../page/remembered.ts";
import { fullStorage, someRoom } from "../../page/testing/rooms.ts";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press, showScreen } from "../testing/screen.ts";
import { RoomReady } from "./ready.tsx";
import { StartScreen } from "./start.tsx";

const [one, two, three] = [
  someRoom(1, { topic: "The new logo" }),
  someRoom(2, { kind: "audio" }),
  someRoom(3),
];
let remembered: RememberedRooms;
let entered: CreatedRoom[];

async function start(...rooms: CreatedRoom[]): Promise<void> {
  for (const room of rooms) remembered.remember(room);
  const createRoom = () => Promise.reject(new Error("nobody creates a room here"));
  await showScreen(
    <StartScreen
      services={{ createRoom, remembered, followLink: () => {} }}
      onCreated={() => {}}
      onEnter={(room) => void entered.push(room)}
    />,
  );
}

const ready = () => showScreen(<RoomReady room={one} remembered={remembered} onEnter={() => {}} />);
const isOn = () => (byHandle("remember") as HTMLInputElement).checked;
const links = () => findAll("room").map((room) => room.dataset.link);
const pressIn = (index: number, handle: string) =>
  change(() =>
    findAll("room")[index]?.querySelector<HTMLElement>(`[data-test=${handle}]`)?.click(),
  );

beforeEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  language.value = "en";
  remembered = new RememberedRooms("https://call.example");
  entered = [];
});

test("the start page says nothing of rooms where none is remembered", async () => {
  await start();
  expect(isShown("rooms")).toBe(false);
  byHandle("create");
});

test("each room has its topic or kind, its guest link and its way in", async () => {
  await start(one, two);
  expect(links()).toEqual([one.guestLink, two.guestLink]);
  expect(findAll("room").map((room) => room.querySelector("p")?.textContent)).toEqual([
    "The new logo",
    "Audio call",
  ]);
  expect(document.body.innerHTML).not.toContain(new URL(one.hostLink).hash);
  await pressIn(1, "room-enter");
  expect(entered).toEqual([two]);
});

test("one room is forgotten after a yes, and the focus goes to the list", async () => {
  await start(one, two, three);
  await pressIn(1, "forget");
  expect(document.querySelector("dialog")?.textContent).toContain("Forget “Audio call”?");
  expect(links()).toHaveLength(3);
  await press("confirm");
  expect(links()).toEqual([one.guestLink, three.guestLink]);
  expect(document.activeElement?.textContent).toBe("Your rooms");
});

test("without the yes it stays", async () => {
  await start(one);
  await press("forget");
  await change(() => document.querySelector<HTMLElement>("dialog button")?.click());
  expect(links()).toEqual([one.guestLink]);
  expect(isShown("confirm")).toBe(false);
});

test("all are forgotten after a yes, and the focus goes to the top of the page", async () => {
  await start(one, two);
  await press("forget-all");
  await press("confirm");
  expect(isShown("rooms")).toBe(false);
  expect(localStorage.length).toBe(0);
  expect(document.activeElement?.tagName).toBe("H1");
});

test("what somebody types for a new room stays when the list goes", async () => {
  await start(one);
  const topic = byHandle("topic");
  await change(() => remembered.forget(parseLink(one.hostLink)));
  expect(byHandle("topic")).toBe(topic);
});

test("a new room is remembered when the switch is put on, and forgotten when it is put off", async () => {
  await ready();
  expect(isOn()).toBe(false);
  expect(document.body.textContent).toContain("Keep this tab open");
  await press("remember");
  expect(remembered.rooms.value).toEqual([one]);
  expect(isOn()).toBe(true);
  expect(document.body.textContent).not.toContain("Keep this tab open");
  await press("remember");
  expect(remembered.rooms.value).toEqual([]);
  expect(isOn()).toBe(false);
});

test("a browser that refuses leaves the switch off, each time, and says what to do", async () => {
  vi.spyOn(globalThis, "localStorage", "get").mockReturnValue(fullStorage);
  await ready();
  for (const _ of [1, 2]) {
    await press("remember");
    expect(isOn()).toBe(false);
    expect(byHandle("problem").dataset.code).toBe("storage-refused");
  }
});
