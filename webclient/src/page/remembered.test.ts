// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseLink } from "../crypto/link.ts";
import { RememberedRooms } from "./remembered.ts";
import { fullStorage, someRoom } from "./testing/rooms.ts";

const origin = "https://call.example";
const [one, two, three] = [
  someRoom(1, { topic: "The new logo" }),
  someRoom(2, { kind: "audio" }),
  someRoom(3, { kind: "chat" }),
];
const opened = () => new RememberedRooms(origin);

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("nothing is stored before somebody asks, and nothing is left after the last room is forgotten", () => {
  const rooms = opened();
  expect(localStorage.length).toBe(0);
  rooms.remember(one);
  expect(rooms.includes(one)).toBe(true);
  expect(rooms.includes(two)).toBe(false);
  rooms.forget(parseLink(one.hostLink));
  expect(rooms.rooms.value).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test("rooms come back as they were, in the order in which they were remembered", () => {
  const rooms = opened();
  for (const room of [three, one, two]) rooms.remember(room);
  expect(opened().rooms.value).toEqual([three, one, two]);
});

const when = new Date("2126-03-11T14:00:00Z");

test("a date comes back, and an entry of an older page that has none is read", () => {
  opened().remember({ ...one, when });
  expect(opened().rooms.value).toEqual([{ ...one, when }]);
  const { key, entry } = good();
  expect(Object.keys(entry)).not.toContain("when");
  localStorage.setItem(key, JSON.stringify(entry));
  expect(opened().rooms.value).toEqual([one]);
});

test("a room that was moved keeps its place, and one that was forgotten meanwhile stays so", () => {
  const rooms = opened();
  for (const room of [one, two]) rooms.remember(room);
  rooms.update({ ...one, when });
  expect(opened().rooms.value).toEqual([{ ...one, when }, two]);
  opened().forget(parseLink(two.hostLink));
  rooms.update({ ...two, when });
  expect(opened().rooms.value).toEqual([{ ...one, when }]);
});

test("the guest link is enough to forget a room", () => {
  const rooms = opened();
  for (const room of [one, two]) rooms.remember(room);
  rooms.forget(parseLink(one.guestLink));
  expect(opened().rooms.value).toEqual([two]);
});

test("what another tab remembers and forgets is seen in this one", () => {
  const [here, there] = [opened(), opened()];
  const tell = () => dispatchEvent(new StorageEvent("storage"));
  there.remember(one);
  tell();
  expect(here.rooms.value).toEqual([one]);
  there.forget(parseLink(one.hostLink));
  tell();
  expect(here.rooms.value).toEqual([]);
});

test("a room that has expired stays for a month, and is then gone, from the storage too", () => {
  opened().remember(one);
  const month = one.expires.getTime() + 30 * 86_400_000;
  vi.useFakeTimers({ now: month - 1 });
  expect(opened().rooms.value).toEqual([one]);
  vi.setSystemTime(month);
  expect(opened().rooms.value).toEqual([]);
  expect(localStorage.length).toBe(0);
});

const good = () => {
  opened().remember(one);
  const key = localStorage.key(0) ?? "";
  return { key, entry: JSON.parse(localStorage.getItem(key) ?? "") as Record<string, unknown> };
};

test.each<[string, (entry: Record<string, unknown>) => unknown]>([
  ["no JSON", () => undefined],
  ["null", () => null],
  ["a list", () => []],
  ["an entry without a link", ({ host, ...rest }) => rest],
  ["an entry with more than it has", (entry) => ({ ...entry, note: "" })],
  ["a link that was cut", (entry) => ({ ...entry, host: String(entry.host).slice(0, -4) })],
  ["the guest link in the host's place", (entry) => ({ ...entry, host: entry.guest })],
  [
    "a link that leads elsewhere",
    (entry) => ({ ...entry, guest: `https://evil.example/${entry.guest}` }),
  ],
  ["links of two rooms", (entry) => ({ ...entry, guest: new URL(two.guestLink).hash })],
  [
    "a whole other room",
    (entry) => ({ ...entry, host: new URL(two.hostLink).hash, guest: new URL(two.guestLink).hash }),
  ],
  ["a topic that is too long", (entry) => ({ ...entry, topic: "x".repeat(201) })],
  ["seats that no room has", (entry) => ({ ...entry, seats: 7 })],
  ["an expiry that is no date", (entry) => ({ ...entry, expires: 9e15 })],
  ["a date in words", (entry) => ({ ...entry, when: "tomorrow" })],
  ["an expiry in words", (entry) => ({ ...entry, expires: "tomorrow" })],
])("%s in an entry's place is dropped, and the others stay", (_, damage) => {
  const { key, entry } = good();
  localStorage.setItem(key, JSON.stringify(damage(entry)) ?? "{");
  opened().remember(three);
  expect(opened().rooms.value).toEqual([three]);
  expect(localStorage.length).toBe(1);
});

test("what others keep in the storage is left alone", () => {
  localStorage.setItem("theme", "dark");
  const rooms = opened();
  rooms.remember(one);
  rooms.forget(parseLink(one.hostLink));
  expect(localStorage.getItem("theme")).toBe("dark");
});

test("a browser that stores nothing says no, and remembers nothing", () => {
  const rooms = opened();
  vi.spyOn(globalThis, "localStorage", "get").mockReturnValue(fullStorage);
  expect(rooms.remember(one)).toBe(false);
  expect(rooms.rooms.value).toEqual([]);
});

test("a browser that keeps its storage from the page breaks nothing", () => {
  vi.spyOn(globalThis, "localStorage", "get").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  const rooms = opened();
  expect(rooms.remember(one)).toBe(false);
  rooms.forget(parseLink(one.hostLink));
  expect(rooms.rooms.value).toEqual([]);
});
