// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WebSocket as Socket } from "ws";
import { parseLink } from "../crypto/link.ts";
import { SmallServer } from "../net/testing/server.ts";
import { callTimer } from "./calltimer.ts";
import { Page } from "./page.ts";
import { someRoom } from "./testing/rooms.ts";

const one = someRoom(1, { topic: "The new logo" });
const newRoom = { kind: "chat", topic: "", seats: 2, when: undefined } as const;
const expires = Math.floor(Date.now() / 1000) + 86_400;
let server: SmallServer;

const answer = (socket: Socket | undefined) =>
  socket?.send(JSON.stringify({ kind: "created", expires }));

beforeEach(async () => {
  localStorage.clear();
  server = new SmallServer();
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http").replace("/signal", "/"),
  );
});
afterEach(() => {
  vi.useRealTimers();
  return server.close();
});

const openStart = () => new Page(undefined, undefined, undefined, { at: "start" });

test("who left for now and comes back hours later in the same tab is in another conversation", async () => {
  const link = parseLink(one.hostLink);
  const [now, hour] = [Date.now(), 3_600_000];
  const timer = { since: now - hour };
  const devices = { microphone: false, camera: false };
  const left = { name: "Ms Weber", relayOnly: false, wasIn: true, ...devices, timer, at: now };
  const back = async (hours: number) => {
    const page = new Page({ fragment: "", left }, link, undefined, { at: "start" });
    callTimer.value = timer;
    vi.useFakeTimers({ now: now + hours * hour, toFake: ["Date"] });
    await page.loadCall();
    page.enterRoom();
    return callTimer.value;
  };
  expect(await back(0.5)).toEqual(timer);
  expect(await back(3)).toBeUndefined();
});

test("a room that was made is the one at hand", async () => {
  server.answers = (_, socket) => {
    answer(socket);
    return true;
  };
  const page = openStart();
  const made = await page.createRoom(newRoom, () => {});
  expect(page.hostRoom.value).toEqual(made);
  expect(page.invitation()).toBe(made.guestLink);
});

test("a room that the server makes after another was entered is on the list, and takes nothing over", async () => {
  let asked: Socket | undefined;
  server.answers = (_, socket) => {
    asked = socket;
    return true;
  };
  const page = openStart();
  const making = page.createRoom(newRoom, () => {});
  await vi.waitFor(() => expect(asked).toBeDefined());
  await page.loadCall();
  page.enterRoom(one);
  answer(asked);
  const made = await making;
  expect(page.hostRoom.value).toEqual(one);
  expect(page.invitation()).toBe(one.guestLink);
  expect(page.remembered?.rooms.value).toEqual([made]);
});
