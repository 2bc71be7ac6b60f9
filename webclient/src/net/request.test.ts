// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { moveOnServer } from "./move.ts";
import type { MoveMessage } from "./protocol.ts";
import { SmallServer } from "./testing/server.ts";

const bytes = (length: number, value = 0) => Buffer.alloc(length, value).toString("base64url");
const moved = { kind: "moved", expires: 1_790_000_400 };
let server: SmallServer;

beforeEach(async () => {
  server = new SmallServer();
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http"),
  );
});
afterEach(() => server.close());

const move = (): MoveMessage => ({
  ...{ kind: "move", room: bytes(16), lifetime: 86_400, signature: bytes(64) },
  appointment: bytes(36, 1),
});
const moveRoom = () => moveOnServer(server.url, async () => move());

test("a room is moved once the server says so, and the socket is let go of", async () => {
  server.answers = (kind, socket) => {
    if (kind === "move") socket.send(JSON.stringify(moved));
    return kind === "move";
  };
  expect(await moveRoom()).toEqual(new Date(1_790_000_400_000));
  expect(server.heard).toEqual([["move"]]);
  await expect.poll(() => server.sockets[0]?.readyState).toBe(3);
});

test("a server that goes before it has answered is asked again", async () => {
  server.answers = (kind, socket) => {
    if (server.sockets.length === 1) socket.terminate();
    else if (kind === "move") socket.send(JSON.stringify(moved));
    return true;
  };
  expect(await moveRoom()).toEqual(new Date(1_790_000_400_000));
  expect(server.heard).toEqual([["move"], ["move"]]);
});

test.each(["room-gone", "too-long", "bad-signature"])("a refusal is told: %s", async (code) => {
  server.answers = (_, socket) => {
    socket.send(JSON.stringify({ kind: "error", code, message: "No." }));
    socket.close(1008, code);
    return true;
  };
  await expect(moveRoom()).rejects.toMatchObject({ name: "RequestError", code });
});

test("a server that is not there is not asked for ever", async () => {
  await server.close();
  await expect(moveRoom()).rejects.toMatchObject({ code: "create-unanswered" });
});
