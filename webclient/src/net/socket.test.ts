// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignalSocket } from "./socket.ts";
import { SmallServer } from "./testing/server.ts";

let server: SmallServer;
let socket: SignalSocket | undefined;
/** What the owner of the socket was told. */
let told: string[];

beforeEach(async () => {
  told = [];
  server = new SmallServer();
  await server.listen();
  (globalThis as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    server.url.replace("ws", "http"),
  );
});
afterEach(async () => {
  socket?.close();
  await server.close();
});

const bytes = (length: number) => Buffer.alloc(length).toString("base64url");

function open(): SignalSocket {
  socket = new SignalSocket({
    url: server.url,
    answer: async () => ({ kind: "join", room: bytes(16), key: bytes(32), signature: bytes(64) }),
    message: ({ kind }) => told.push(kind),
    frame: () => {},
    lost: (code) => told.push(`lost${code === undefined ? "" : ` ${code}`}`),
    found: () => told.push("found"),
    closed: (code) => told.push(`closed ${code}`),
  });
  return socket;
}

const online = () => globalThis.dispatchEvent(new Event("online"));
const istold = (...words: string[]) =>
  vi.waitFor(() => expect(told).toEqual(words), { timeout: 20_000, interval: 20 });
/** What each socket has said. How often does not count: a timer that comes late asks once more. */
const heard = () => server.heard.map((kinds) => [...new Set(kinds)]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a socket that does not answer is replaced by one beside it, and nobody is told of a loss", async () => {
  open();
  await istold("welcome");
  server.frozen.add(0);
  const began = performance.now();
  online();
  await istold("welcome", "welcome");
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(heard()).toEqual([["join", "ping"], ["join"]]);
  socket?.send({ kind: "connected" });
  await vi.waitFor(() => expect(server.heard[1]).toEqual(["join", "connected"]));
  await pause(200);
  expect(told).toEqual(["welcome", "welcome"]);
  expect(server.sockets.map(({ readyState }) => readyState)).toEqual([
    WebSocket.CLOSED,
    WebSocket.OPEN,
  ]);
});

test("asks at once when the browser tells of its network or the page comes to the front", async () => {
  open();
  await istold("welcome");
  const events = [
    () => online(),
    () => globalThis.dispatchEvent(new Event("pageshow")),
    () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })),
  ];
  for (const [n, tell] of events.entries()) {
    tell();
    await vi.waitFor(() => expect(server.heard[0]).toEqual(["join", ...Array(n + 1).fill("ping")]));
    await pause(100); // for the answer
  }
});

test("a socket that answers late is kept, and the other one never joins", async () => {
  open();
  await istold("welcome");
  server.pongMs = () => 1_300;
  server.challengeMs = () => 1_000;
  online();
  await vi.waitFor(() => expect(server.sockets.length).toBe(2), { timeout: 5_000 });
  await vi.waitFor(() => expect(server.sockets[1]?.readyState).toBe(WebSocket.CLOSED), {
    timeout: 5_000,
  });
  // It was measured: the same again is no suspicion.
  online();
  await pause(2_000);
  expect(told).toEqual(["welcome"]);
  expect(heard()).toEqual([["join", "ping"], []]);
});

test("a loss is told after a while without any answer, and taken back when the same socket answers", async () => {
  open();
  await istold("welcome");
  server.pongMs = () => 4_000;
  server.challengeMs = () => 30_000;
  online();
  await istold("welcome", "lost", "found");
  expect(server.heard[0]).toEqual(["join", "ping"]);
});

test("a socket that nobody answers on is given up for another one", async () => {
  server.challengeMs = (n) => (n === 0 ? 60_000 : 0);
  open();
  await istold("lost", "welcome");
  expect(server.sockets.length).toBe(2);
});

test("an attempt that hangs when the browser is online again is begun anew once it has had its time", async () => {
  server.challengeMs = (n) => (n === 0 ? 60_000 : 0);
  open();
  await vi.waitFor(() => expect(server.sockets.length).toBe(1));
  online();
  await pause(300);
  expect(server.sockets.length).toBe(1);
  await istold("welcome"); // long before the 8 s that it gets without a word
  expect(server.sockets.length).toBe(2);
});

test("a server that has no room says so, and lets in later", async () => {
  server.full = true;
  open();
  await istold("lost too-many");
  expect(server.questions).toBe(1);
  server.full = false;
  await istold("lost too-many", "welcome");
});

test("a server that ends a socket for having too many says so as well", async () => {
  open();
  await istold("welcome");
  server.full = true;
  server.sockets[0]?.close(1008, "too-many");
  await istold("welcome", "lost too-many");
});

test("a server that has no room beside a socket that does not answer is called that for as long as it is so", async () => {
  open();
  await istold("welcome");
  server.frozen.add(0);
  server.full = true;
  online();
  await istold("welcome", "lost too-many");
  await pause(2_500); // a socket that has been suspect for so long is called lost
  expect(told).toEqual(["welcome", "lost too-many"]);
});

test("who lost the server is back within 2 s of its return", async () => {
  open();
  await istold("welcome");
  await server.close();
  await istold("welcome", "lost");
  await pause(6_000);
  await server.listen();
  const back = performance.now();
  await istold("welcome", "lost", "welcome");
  expect(performance.now() - back).toBeLessThan(2_000);
});

test("a socket that our own later join has replaced is no end, although that later one was lost again", async () => {
  open();
  await istold("welcome");
  server.frozen.add(0);
  server.loses.add(1);
  online();
  await istold("welcome", "lost", "welcome");
  expect(heard()).toEqual([["join", "ping"], ["join"], ["join"]]);
});

test("an attempt that fails just after the browser is online again is followed by another at once", async () => {
  open();
  await istold("welcome");
  await server.close();
  await pause(6_000);
  server.challengeMs = (n) => (n === 1 ? 60_000 : 0);
  await server.listen();
  await vi.waitFor(() => expect(server.sockets.length).toBe(2), { timeout: 20_000 });
  const now = performance.now.bind(performance);
  const later = vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000); // pauses would be long by now
  try {
    online();
    server.sockets[1]?.terminate(); // as Chromium ends what is under way when the network changes
    await vi.waitFor(() => expect(told).toEqual(["welcome", "lost", "welcome"]), {
      timeout: 2_000,
    });
  } finally {
    later.mockRestore();
  }
});

test("what the server ends for good stays ended", async () => {
  open();
  await istold("welcome");
  server.sockets[0]?.close(1008, "replaced");
  await istold("welcome", "closed replaced");
  online();
  await pause(500);
  expect(server.sockets.length).toBe(1);
});

test.each([
  ["left", () => void socket?.leave(0, { kind: "leave" })],
  ["closed", () => socket?.close()],
])("who has %s does not join again, whatever seems broken then", async (_how, end) => {
  open();
  await istold("welcome");
  end();
  socket?.checkSoon();
  online();
  await pause(2_500); // an answer may take 1 s, and what does not answer is asked once more
  expect(heard().map((kinds) => kinds.filter((kind) => kind !== "leave"))).toEqual([["join"]]);
  expect(told).toEqual(["welcome"]);
});
