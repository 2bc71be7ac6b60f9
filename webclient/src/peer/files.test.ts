import { describe, expect, it } from "vitest";
import { type Bytes, concat, toBase64url, uint32 } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import { always, Random } from "../crypto/testing/random.ts";
import type { FileMessage } from "../net/filemessages.ts";
import { ProtocolError } from "../net/protocol.ts";
import { type FileProgress, largestChunk, mostOpen, type OwnFile } from "./filerules.ts";
import { FileExchange } from "./files.ts";

interface Side {
  exchange: FileExchange;
  said: FileMessage[];
  /** The last of each file, by "to 1" or "from 1". */
  news: Map<string, FileProgress>;
  violations: number;
}

/** Two ends and the two channels between them, which are in order each, and slow. */
function ends(options: { corrupt?: boolean } = {}): { a: Side; b: Side } {
  const make = (other: () => Side): Side => {
    const side: Side = {
      said: [],
      news: new Map(),
      violations: 0,
      exchange: undefined as unknown as FileExchange,
    };
    const later = (work: () => void) => {
      setTimeout(() => {
        try {
          work();
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          other().violations++;
        }
      });
    };
    side.exchange = new FileExchange({
      sendMessage: (message) => {
        side.said.push(message);
        later(() => other().exchange.receive(message));
      },
      waitForSpace: () => new Promise((resolve) => setTimeout(() => resolve(true))),
      sendChunk: (chunk) => {
        const passed = options.corrupt
          ? chunk.map((byte, i) => (i === 4 ? byte ^ 1 : byte))
          : chunk;
        later(() => other().exchange.incoming.takeChunk(passed.buffer));
      },
      onProgress: (news) => side.news.set(`${news.own ? "to" : "from"} ${news.id}`, news),
    });
    return side;
  };
  const a: Side = make(() => b);
  const b: Side = make(() => a);
  return { a, b };
}

async function aFile(bytes: Bytes, name = "x"): Promise<OwnFile> {
  return {
    name,
    size: bytes.length,
    hash: toBase64url(await sha256(bytes)),
    content: new Blob([bytes]),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

async function arrives(side: Side, which: string): Promise<Bytes> {
  await eventually(() => expect(side.news.get(which)?.state).toBe("done"));
  const content = side.news.get(which)?.content ?? new Blob();
  return new Uint8Array(await content.arrayBuffer());
}

describe("a file that is offered", () => {
  it("does not move before it is accepted, and then arrives as it is", async () => {
    const { a, b } = ends();
    const bytes = new Random(1).randomBytes(3 * largestChunk + 7);
    a.exchange.outgoing.offerFile(1, await aFile(bytes));
    await eventually(() => expect(b.news.size).toBe(1));
    await settle();
    expect(b.news.get("from 1")).toMatchObject({
      state: "offered",
      bytes: 0,
      name: "x",
      size: bytes.length,
    });
    expect(a.news.get("to 1")).toMatchObject({ state: "offered", bytes: 0 });
    b.exchange.incoming.accept(1);
    expect(await arrives(b, "from 1")).toEqual(bytes);
    await eventually(() =>
      expect(a.news.get("to 1")).toMatchObject({ state: "done", bytes: bytes.length }),
    );
    expect(b.news.get("from 1")?.content?.type).toBe("application/octet-stream");
    expect([a.violations, b.violations]).toEqual([0, 0]);
  });

  it("may be declined before and in the midst of it, or taken back", async () => {
    const { a, b } = ends();
    const file = await aFile(new Random(1).randomBytes(200 * largestChunk));
    for (const id of [1, 2, 3]) a.exchange.outgoing.offerFile(id, file);
    await eventually(() => expect(b.news.size).toBe(3));
    b.exchange.incoming.decline(1);
    b.exchange.incoming.accept(2);
    await eventually(() => expect(b.news.get("from 2")?.bytes).toBeGreaterThan(0));
    b.exchange.incoming.decline(2);
    b.exchange.incoming.accept(3);
    await eventually(() => expect(b.news.get("from 3")?.bytes).toBeGreaterThan(0));
    a.exchange.outgoing.withdraw(3);
    const states = (side: Side) => [...side.news.values()].map(({ state }) => state);
    const over = ["declined", "declined", "withdrawn"];
    await eventually(() => expect([states(a), states(b)]).toEqual([over, over]));
    await settle();
    expect([states(a), states(b)]).toEqual([over, over]);
    expect([a.violations, b.violations]).toEqual([0, 0]);
  });

  it("is thrown away if it is not what was announced", async () => {
    const { a, b } = ends({ corrupt: true });
    a.exchange.outgoing.offerFile(1, await aFile(new Random(1).randomBytes(9)));
    await eventually(() => expect(b.news.size).toBe(1));
    b.exchange.incoming.accept(1);
    await eventually(() => expect(a.news.get("to 1")?.state).toMatch(/done|declined/));
    expect(a.news.get("to 1")?.state).toBe("declined");
    expect(b.news.get("from 1")).toMatchObject({ state: "damaged" });
    expect(b.news.get("from 1")?.content).toBeUndefined();
  });

  it("ends when the way is gone, on both sides, and nothing half is handed out", async () => {
    const { a, b } = ends();
    const file = await aFile(new Random(1).randomBytes(200 * largestChunk));
    for (const id of [1, 2]) a.exchange.outgoing.offerFile(id, file);
    await eventually(() => expect(b.news.size).toBe(2));
    b.exchange.incoming.accept(1);
    await eventually(() => expect(b.news.get("from 1")?.bytes).toBeGreaterThan(0));
    a.exchange.cutOff();
    b.exchange.cutOff();
    await settle();
    for (const news of [...a.news.values(), ...b.news.values()]) {
      expect(news).toMatchObject({ state: "cut-off" });
      expect(news.content).toBeUndefined();
    }
  });

  it("is taken back if it can no longer be read", async () => {
    const { a, b } = ends();
    const file = await aFile(new Random(1).randomBytes(9));
    const gone = {
      slice: () => ({
        arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")),
      }),
    };
    a.exchange.outgoing.offerFile(1, { ...file, content: gone as unknown as Blob });
    await eventually(() => expect(b.news.size).toBe(1));
    b.exchange.incoming.accept(1);
    await eventually(() => expect(b.news.get("from 1")?.state).toBe("withdrawn"));
    expect(a.news.get("to 1")?.state).toBe("unreadable");
  });
});

describe("a violation", () => {
  const offer = (id: number, size = 10): FileMessage => ({
    kind: "file",
    id,
    name: "x",
    size,
    hash: "A".repeat(43),
  });
  const chunk = (id: number, size: number) => concat(uint32(id), new Uint8Array(size)).buffer;
  const about = (kind: "accept" | "decline" | "withdraw" | "received", id = 1): FileMessage => ({
    kind,
    id,
  });

  it.each<[string, (x: FileExchange) => void]>([
    ["an id twice", (x) => [1, 1].map((id) => x.receive(offer(id)))],
    ["an id that falls", (x) => [2, 1].map((id) => x.receive(offer(id)))],
    [
      "a ninth file",
      (x) => Array.from({ length: mostOpen + 1 }, (_, i) => x.receive(offer(i + 1))),
    ],
    ["bytes of nothing", (x) => x.incoming.takeChunk(chunk(1, 10))],
    ["bytes of id 0", (x) => x.incoming.takeChunk(chunk(0, 10))],
    [
      "bytes before an accept",
      (x) => {
        x.receive(offer(1));
        x.incoming.takeChunk(chunk(1, 10));
      },
    ],
    [
      "more bytes than offered",
      (x) => {
        x.receive(offer(1));
        x.incoming.accept(1);
        x.incoming.takeChunk(chunk(1, 9));
        x.incoming.takeChunk(chunk(1, 2));
      },
    ],
    ["too large a message", (x) => x.incoming.takeChunk(chunk(1, largestChunk + 1))],
    ["an id without bytes", (x) => x.incoming.takeChunk(chunk(1, 0))],
    ["less than an id", (x) => x.incoming.takeChunk(new ArrayBuffer(3))],
    ["a text", (x) => x.incoming.takeChunk("hello")],
    ["an accept of nothing", (x) => x.receive(about("accept"))],
    ["a decline of nothing", (x) => x.receive(about("decline"))],
    ["a receipt of nothing", (x) => x.receive(about("received"))],
    ["a withdrawal of nothing", (x) => x.receive(about("withdraw"))],
    [
      "a second accept",
      (x) => {
        x.outgoing.offerFile(1, { name: "x", size: 1, hash: "", content: new Blob(["x"]) });
        x.receive(about("accept"));
        x.receive(about("accept"));
      },
    ],
    [
      "a receipt before all was sent",
      (x) => {
        x.outgoing.offerFile(1, { name: "x", size: 1, hash: "", content: new Blob(["x"]) });
        x.receive(about("received"));
      },
    ],
  ])("is %s", (_, breaks) => {
    const quiet = new FileExchange({
      sendMessage: () => {},
      waitForSpace: async () => false,
      sendChunk: () => {},
      onProgress: () => {},
    });
    expect(() => breaks(quiet)).toThrow(ProtocolError);
  });

  it("is no word and no byte about a file that has had its end", async () => {
    const { b } = ends();
    b.exchange.receive(offer(1));
    b.exchange.incoming.accept(1);
    b.exchange.receive(about("withdraw"));
    b.exchange.receive(about("withdraw"));
    b.exchange.incoming.takeChunk(chunk(1, 11));
    expect(b.news.get("from 1")).toMatchObject({ state: "withdrawn", bytes: 0 });
  });
});

it("whatever a peer says and sends, what is held stays within what was accepted", () =>
  always(200, (random) => {
    const held = new Map<number, number>();
    const exchange = new FileExchange({
      sendMessage: () => {},
      waitForSpace: async () => false,
      sendChunk: () => {},
      onProgress: ({ id, bytes, state, size }) => {
        if (state === "offered" || state === "running") held.set(id, bytes);
        else held.delete(id);
        expect(bytes).toBeLessThanOrEqual(size);
        expect(held.size).toBeLessThanOrEqual(mostOpen);
      },
    });
    try {
      for (let step = 0; step < 60; step++) {
        const id = random.integerBelow(14);
        const size = 1 + random.integerBelow(40);
        const kind = random.pickFrom(["accept", "decline", "withdraw", "received"] as const);
        switch (random.integerBelow(5)) {
          case 0:
            exchange.receive({
              kind: "file",
              id: id + step,
              name: "x",
              size,
              hash: "A".repeat(43),
            });
            break;
          case 1:
            exchange.receive({ kind, id: 1 + id });
            break;
          case 2:
            exchange.incoming.takeChunk(random.randomBytes(random.integerBelow(50)).buffer);
            break;
          case 3:
            exchange.incoming.takeChunk(concat(uint32(id + step), random.randomBytes(size)).buffer);
            break;
          default:
            exchange.incoming.accept(id + step);
        }
      }
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
    }
  }));
