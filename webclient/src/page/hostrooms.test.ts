// @vitest-environment happy-dom
import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRoomKeys } from "../call/roomkeys.ts";
import { parseLink } from "../crypto/link.ts";
import { Tabs } from "../net/tabs.ts";
import { SmallServer } from "../net/testing/server.ts";
import { type About, dayMs, remembersByDefault, silentAbout, unknownAbout } from "./about.ts";
import { CreatorKey } from "./creatorkey.ts";
import { HostRooms } from "./hostrooms.ts";
import { type CreatedRoom, RememberedRooms } from "./remembered.ts";
import { lifetimeFor } from "./roomlinks.ts";
import { someRoom } from "./testing/rooms.ts";

const [one, two] = [someRoom(1), someRoom(2)];
const when = new Date(Date.now() + 20 * dayMs);
const about: About = { create: "local", lifetime: 90 * 86_400 };
const expires = Math.floor((when.getTime() + dayMs) / 1000);
let server: SmallServer;
let remembered: RememberedRooms;
let changes: [CreatedRoom, boolean][];

const hostRooms = () =>
  new HostRooms({
    about: signal(about),
    creator: new CreatorKey(""),
    remembered,
    changed: (room, saved) => changes.push([room, saved]),
  });

beforeEach(async () => {
  localStorage.clear();
  changes = [];
  server = new SmallServer();
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http"),
  );
  remembered = new RememberedRooms("https://call.example");
  server.answers = (kind, socket) => {
    if (kind === "move") socket.send(JSON.stringify({ kind: "moved", expires }));
    return true;
  };
});
afterEach(() => server.close());

test("a room lives until a day after its date, or a week, and never longer than the server allows", () => {
  expect(lifetimeFor(new Date(10 * dayMs), about, 0)).toBe(11 * 86_400);
  expect(lifetimeFor(new Date(0), about, 60_000)).toBe(86_400);
  expect(lifetimeFor(undefined, about, 0)).toBe(7 * 86_400);
  expect(lifetimeFor(undefined, { ...about, lifetime: 86_400 }, 0)).toBe(86_400);
  for (const nobodyKnows of [undefined, silentAbout])
    expect(lifetimeFor(new Date(60 * dayMs), nobodyKnows, 0)).toBe(61 * 86_400);
});

test("a browser remembers by itself where makers of rooms are at home, and nowhere else", () => {
  const by = (create: About["create"]) => remembersByDefault({ ...about, create });
  expect([by("token"), by("local")]).toEqual([true, true]);
  expect([by("open"), by("nobody"), remembersByDefault(unknownAbout)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(remembersByDefault(undefined)).toBe(false);
});

test("a move is written down where the room is remembered, and what the tab keeps follows", async () => {
  remembered.remember(one);
  const rooms = hostRooms();
  rooms.take(one, true);
  const moved = { ...one, when, expires: new Date(expires * 1000) };
  expect(await rooms.move(one, when)).toEqual(moved);
  expect(remembered.find(one)).toEqual(moved);
  expect(rooms.current.value).toEqual(moved);
  expect(changes).toEqual([[moved, true]]);
});

test("a move of a room that was forgotten meanwhile brings it back nowhere", async () => {
  remembered.remember(one);
  const rooms = hostRooms();
  rooms.take(two, false);
  const moving = rooms.move(one, when);
  remembered.forget(parseLink(one.hostLink));
  await moving;
  expect(remembered.rooms.value).toEqual([]);
  expect(rooms.current.value).toEqual(two);
  expect(changes).toEqual([]);
});

test("a date that is heard in the call moves the room here as well, and its life with it", () => {
  remembered.remember(one);
  const rooms = hostRooms();
  rooms.take(one, false);
  rooms.learnTimes(undefined, undefined);
  expect(changes).toEqual([]);
  rooms.learnTimes(when, undefined);
  const moved = { ...one, when, expires: new Date(when.getTime() + dayMs) };
  expect(remembered.find(one)).toEqual(moved);
  rooms.noteSaved();
  expect(changes).toEqual([
    [moved, false],
    [moved, true],
  ]);
});

test("a room whose date was taken away stays for a week, or until the server has said", () => {
  const dated = { ...one, when };
  remembered.remember(dated);
  const rooms = hostRooms();
  rooms.take(dated, false);
  rooms.learnTimes(undefined, undefined);
  const stays = (remembered.find(one)?.expires.getTime() ?? 0) - Date.now();
  expect(Math.round(stays / 60_000)).toBe((7 * dayMs) / 60_000);
  const said = new Date(Date.now() + 3 * dayMs);
  rooms.learnTimes(undefined, said);
  expect(remembered.find(one)).toEqual({ ...one, expires: said });
  expect(rooms.current.value).toEqual({ ...one, expires: said });
});

test("a room that the server does not have any more is forgotten when it is to be ended", async () => {
  remembered.remember(one);
  server.answers = (_, socket) => {
    socket.close(1008, "room-gone");
    return true;
  };
  await expect(hostRooms().end(one)).rejects.toMatchObject({ code: "room-gone" });
  expect(remembered.rooms.value).toEqual([]);
});

test("only the other tabs are asked whether somebody is in the call", async () => {
  const rooms = hostRooms();
  expect(await rooms.isElsewhere(one)).toBe(false);
  const tabs = new Tabs((await openRoomKeys(parseLink(one.hostLink))).room);
  tabs.holdCall(() => {});
  expect(await rooms.isElsewhere(one)).toBe(true);
  expect(await rooms.isElsewhere(two)).toBe(false);
  tabs.close();
  expect(server.sockets).toHaveLength(0);
});
