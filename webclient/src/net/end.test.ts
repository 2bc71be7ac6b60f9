// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { endOnServer } from "./end.ts";
import { SmallServer } from "./testing/server.ts";

const bytes = (length: number) => Buffer.alloc(length).toString("base64url");
const end = { kind: "end", signature: bytes(64) } as const;
let server: SmallServer;

beforeEach(async () => {
  server = new SmallServer();
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http"),
  );
});
afterEach(() => server.close());

const endRoom = () =>
  endOnServer(
    server.url,
    async () => ({ kind: "join", room: bytes(16), key: bytes(32), signature: bytes(64) }),
    end,
  );

test("an end is said once the server has let us in, and confirmed by its coming back", async () => {
  server.answers = (kind, socket) => {
    if (kind === "end") socket.send(JSON.stringify(end));
    return kind === "end";
  };
  await endRoom();
  expect(server.heard).toEqual([["join", "end"]]);
});

test("a room that is gone when its end was said is ended, though the answer was lost", async () => {
  let said = false;
  server.answers = (kind, socket) => {
    if (kind === "join" && said) socket.close(1008, "room-gone");
    if (kind === "end") socket.terminate();
    said ||= kind === "end";
    return kind === "end" || said;
  };
  await endRoom();
  expect(server.heard).toEqual([["join", "end"], ["join"]]);
});

test("a room that was gone before is told as that", async () => {
  server.answers = (kind, socket) => {
    if (kind === "join") socket.close(1008, "room-gone");
    return kind === "join";
  };
  await expect(endRoom()).rejects.toMatchObject({ code: "room-gone" });
});
