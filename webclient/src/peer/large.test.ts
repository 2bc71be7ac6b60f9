// Files that are too large for memory: where they go, and that the sender waits for it.
import { expect, it, vi } from "vitest";
import { concat, uint32 } from "../crypto/bytes.ts";
import { hashBlock } from "../crypto/filehash.ts";
import type { FileMessage } from "../net/filemessages.ts";
import { ProtocolError } from "../net/protocol.ts";
import { type FileProgress, largestChunk } from "./filerules.ts";
import { FileExchange } from "./files.ts";
import { type FileStore, largestHeld } from "./filestore.ts";
import { fileWindow } from "./intake.ts";

const hash = "A".repeat(43);
const offer: FileMessage = { kind: "file", id: 1, name: "x", size: largestHeld + 1, hash };

function end(openStore?: () => Promise<FileStore | undefined>) {
  const said: FileMessage[] = [];
  const news: FileProgress[] = [];
  let sent = 0;
  const exchange = new FileExchange({
    sendMessage: (message) => said.push(message),
    waitForSpace: async () => true,
    sendChunk: (chunk) => {
      sent += chunk.length - 4;
    },
    onProgress: (progress) => news.push(progress),
    ...(openStore && { openStore }),
  });
  return { exchange, said, news, sent: () => sent, state: () => news.at(-1)?.state };
}

const store = (more: Partial<FileStore> = {}): FileStore => ({
  write: async () => {},
  finish: async () => new Blob(),
  discard: async () => {},
  ...more,
});

it("is accepted once there is a place for it", async () => {
  let open = (_: FileStore) => {};
  const opening = new Promise<FileStore>((resolve) => {
    open = resolve;
  });
  const { exchange, said } = end(() => opening);
  exchange.receive(offer);
  exchange.incoming.accept(1);
  await Promise.resolve();
  expect(said).toEqual([]);
  open(store());
  await vi.waitFor(() => expect(said).toEqual([{ kind: "accept", id: 1 }]));
});

it("is declined with a reason where there is none", async () => {
  const { exchange, said, state } = end(async () => undefined);
  exchange.receive(offer);
  exchange.incoming.accept(1);
  await vi.waitFor(() => expect(state()).toBe("no-room"));
  expect(said).toEqual([{ kind: "decline", id: 1, reason: "no-room" }]);
  const sender = end();
  sender.exchange.outgoing.offerFile(1, { ...offer, content: new Blob() });
  sender.exchange.receive({ kind: "decline", id: 1, reason: "no-room" });
  expect(sender.state()).toBe("no-room");
});

it("is declined when the disk is full, and what was there is thrown away", async () => {
  const discard = vi.fn(async () => {});
  const write = () => Promise.reject(new DOMException("", "QuotaExceededError"));
  const { exchange, said, state } = end(async () => store({ write, discard }));
  exchange.receive(offer);
  exchange.incoming.accept(1);
  await vi.waitFor(() => expect(said.length).toBe(1));
  for (let at = 0; at < hashBlock; at += largestChunk)
    exchange.incoming.takeChunk(concat(uint32(1), new Uint8Array(largestChunk)).buffer);
  await vi.waitFor(() => expect(state()).toBe("no-room"));
  await vi.waitFor(() => expect(discard).toHaveBeenCalled());
});

it("leaves nothing where it is no longer wanted when there is a place", async () => {
  const discard = vi.fn(async () => {});
  const { exchange, said } = end(async () => store({ discard }));
  exchange.receive(offer);
  exchange.incoming.accept(1);
  exchange.incoming.decline(1);
  await vi.waitFor(() => expect(discard).toHaveBeenCalled());
  expect(said).toEqual([{ kind: "decline", id: 1 }]);
});

/** Has sent as much as it may to somebody who has not put anything away. */
async function waiting() {
  const sender = end();
  const size = fileWindow + 3 * largestChunk;
  const content = new Blob([new Uint8Array(size)]);
  sender.exchange.outgoing.offerFile(1, { name: "x", size, hash, content });
  sender.exchange.receive({ kind: "accept", id: 1 });
  await vi.waitFor(() => expect(sender.sent()).toBeGreaterThan(fileWindow - largestChunk), 20_000);
  return { ...sender, size };
}

it("goes on when the receiver has put away what it has", async () => {
  const { exchange, sent, size } = await waiting();
  expect(sent()).toBeLessThanOrEqual(fileWindow);
  exchange.receive({ kind: "written", id: 1, bytes: fileWindow / 2 });
  await vi.waitFor(() => expect(sent()).toBe(size));
});

it("is taken back while the sender waits, and the next one goes", async () => {
  const { exchange, sent } = await waiting();
  const before = sent();
  exchange.outgoing.offerFile(2, { name: "y", size: 5, hash, content: new Blob(["12345"]) });
  exchange.receive({ kind: "accept", id: 2 });
  exchange.outgoing.withdraw(1);
  await vi.waitFor(() => expect(sent()).toBe(before + 5));
});

it("nobody says to have put away more than came, or the same twice", async () => {
  const { exchange, sent } = await waiting();
  const say = (bytes: number) => () => exchange.receive({ kind: "written", id: 1, bytes });
  expect(say(sent() + 1)).toThrow(ProtocolError);
  say(1)();
  expect(say(1)).toThrow(ProtocolError);
  expect(() => end().exchange.receive({ kind: "written", id: 1, bytes: 1 })).toThrow(ProtocolError);
});

it("more than the window at once is a violation", async () => {
  const never = () => new Promise<void>(() => {});
  const { exchange, said } = end(async () => store({ write: never }));
  exchange.receive(offer);
  exchange.incoming.accept(1);
  await vi.waitFor(() => expect(said.length).toBe(1));
  const chunk = concat(uint32(1), new Uint8Array(largestChunk));
  const most = Math.floor(fileWindow / largestChunk);
  for (let n = 0; n < most; n++) exchange.incoming.takeChunk(chunk.buffer);
  expect(() => exchange.incoming.takeChunk(chunk.buffer)).toThrow(ProtocolError);
});

it("is not accepted again before what has come is put away", async () => {
  let putAway = () => {};
  const slow = new Promise<void>((resolve) => {
    putAway = resolve;
  });
  const { exchange, said } = end(async () => store({ write: () => slow }));
  exchange.receive(offer);
  exchange.incoming.accept(1);
  await vi.waitFor(() => expect(said).toHaveLength(1));
  const chunks = Math.ceil((2 * hashBlock) / largestChunk);
  const chunk = () => concat(uint32(1), new Uint8Array(largestChunk)).slice().buffer;
  for (let n = 0; n < chunks; n++) exchange.incoming.takeChunk(chunk());
  // Twice: what waited for the connection between is said on none.
  for (let n = 0; n < 2; n++) {
    exchange.suspend();
    exchange.resume();
    exchange.receive(offer);
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(said).toHaveLength(1);
  putAway();
  await vi.waitFor(() => expect(said).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(said.slice(1)).toEqual([{ kind: "accept", id: 1, at: chunks * largestChunk }]);
  exchange.cutOff();
});
