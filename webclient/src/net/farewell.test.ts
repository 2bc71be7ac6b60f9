// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignalSocket } from "./socket.ts";
import { SmallServer } from "./testing/server.ts";

let server: SmallServer;
let sockets: SignalSocket[];

beforeEach(async () => {
  server = new SmallServer();
  sockets = [];
  // As the real one: it lets go of who leaves.
  server.answers = (kind, socket) => {
    if (kind === "leave") socket.close(1000);
    return kind === "leave";
  };
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http"),
  );
});
afterEach(async () => {
  for (const socket of sockets) socket.close();
  await server.close();
});

const bytes = (length: number) => Buffer.alloc(length).toString("base64url");

/** A client that the server has welcomed. */
async function enter(): Promise<SignalSocket> {
  const welcome = vi.fn();
  const socket = new SignalSocket({
    url: server.url,
    answer: async () => ({ kind: "join", room: bytes(16), key: bytes(32), signature: bytes(64) }),
    message: welcome,
    frame: () => {},
    lost: () => {},
    found: () => {},
    closed: () => {},
  });
  sockets.push(socket);
  await vi.waitFor(() => expect(welcome).toHaveBeenCalled(), { timeout: 10_000 });
  return socket;
}

/** The server is away, and back again as another process would be. */
async function goAway(): Promise<() => Promise<void>> {
  await server.close();
  return () => server.listen();
}

const leave = { kind: "leave", keep: true } as const;

test("a room that is to stay does so, although the server was away as its host left", async () => {
  const socket = await enter();
  const comeBack = await goAway();
  const answer = socket.leave(0, leave);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await comeBack();
  expect(await answer).toBe("left");
  expect(server.heard.at(-1)).toEqual(["join", "leave"]);
});

test("one who leaves for good is not brought back for it", async () => {
  const socket = await enter();
  const comeBack = await goAway();
  const answer = socket.leave(0, { kind: "leave" });
  await comeBack();
  expect(await answer).toBeUndefined();
  expect(server.heard).toHaveLength(1);
});

test("who comes back before the answer is late stays", async () => {
  const socket = await enter();
  server.answers = (kind) => kind === "leave";
  const answer = socket.leave(0, leave);
  await vi.waitFor(() => expect(server.heard[0]).toContain("leave"));
  const comeBack = await goAway();
  const back = enter();
  await comeBack();
  await back;
  expect(await answer).toBeUndefined();
  expect(server.heard.flat().filter((kind) => kind === "leave")).toHaveLength(1);
});

test("who comes back meanwhile stays", async () => {
  const socket = await enter();
  const comeBack = await goAway();
  const answer = socket.leave(0, leave);
  const back = enter();
  await comeBack();
  await back;
  expect(await answer).toBeUndefined();
  expect(server.heard.flat()).not.toContain("leave");
});
