// Files when another connection takes the place of the one that they went over.
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Bytes } from "../crypto/bytes.ts";
import { hashOf } from "../crypto/filehash.ts";
import { Random } from "../crypto/testing/random.ts";
import type { FileMessage } from "../net/filemessages.ts";
import { ProtocolError } from "../net/protocol.ts";
import {
  type FileProgress,
  largestChunk,
  mostOpen,
  type OwnFile,
  patienceMs,
} from "./filerules.ts";
import { FileExchange } from "./files.ts";

interface Side {
  exchange: FileExchange;
  said: FileMessage[];
  news: FileProgress[];
  chunks: number;
  /** How many chunks still fit into the channel. */
  space: number;
}

/** Two ends; what is said on a connection that is gone gets lost. */
function ends() {
  const line = { isUp: true };
  const make = (other: () => Side): Side => {
    const side: Side = { said: [], news: [], chunks: 0, space: 0, exchange: undefined as never };
    side.exchange = new FileExchange({
      sendMessage: (message) => {
        if (!line.isUp) return;
        side.said.push(message);
        other().exchange.receive(message);
      },
      // A connection that is gone says nothing any more.
      waitForSpace: () => (side.space-- > 0 ? Promise.resolve(true) : new Promise(() => {})),
      sendChunk: (chunk) => {
        side.chunks++;
        if (line.isUp) other().exchange.incoming.takeChunk(chunk.slice().buffer);
      },
      onProgress: (progress) => side.news.push(progress),
    });
    return side;
  };
  const a: Side = make(() => b);
  const b: Side = make(() => a);
  const sides = [a, b];
  return {
    a,
    b,
    line,
    suspend: () => sides.forEach(({ exchange }) => void exchange.suspend()),
    renew: () => {
      line.isUp = true;
      // Each end has its channel open before anything comes on it.
      b.exchange.resume();
      a.exchange.resume();
    },
  };
}

async function aFile(bytes: Bytes): Promise<OwnFile> {
  const content = new Blob([bytes]);
  return { name: "x", size: bytes.length, hash: (await hashOf(content)) ?? "", content };
}
const states = (side: Side) => side.news.map(({ state }) => state);
const last = (side: Side) => side.news.at(-1);
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
const chunksOf = 20;
const content = new Random(1).randomBytes(chunksOf * largestChunk - 5);

afterEach(() => void vi.useRealTimers());

/** A file of twenty messages, of which so many have been sent when the connection goes. */
async function interrupted(sent: number) {
  const pair = ends();
  pair.a.space = sent;
  pair.a.exchange.outgoing.offerFile(1, await aFile(content));
  pair.b.exchange.incoming.accept(1);
  await vi.waitFor(() => expect(pair.a.chunks).toBe(sent));
  await settle();
  return pair;
}

describe("a file, on another connection,", () => {
  it("goes on where it was, as the same one, and is whole", async () => {
    const { a, b, suspend, renew } = await interrupted(7);
    suspend();
    expect([last(a), last(b)]).toMatchObject([{ state: "waiting" }, { state: "waiting" }]);
    a.space = 1000;
    renew();
    expect(last(b)?.state).toBe("running");
    await vi.waitFor(() => expect(last(a)?.state).toBe("done"));
    expect(b.said).toContainEqual({ kind: "accept", id: 1, at: 7 * largestChunk });
    expect(states(a)[states(a).lastIndexOf("waiting") + 1]).toBe("running");
    expect(a.chunks).toBe(chunksOf);
    expect(states(b).filter((state) => state === "offered").length).toBe(1);
    expect(states(a).filter((state) => state === "offered").length).toBe(1);
    const got = new Uint8Array((await last(b)?.content?.arrayBuffer()) ?? new ArrayBuffer());
    expect(got).toEqual(content);
  });

  it("goes on from what came, not from what was sent", async () => {
    const { a, b, line, suspend, renew } = await interrupted(4);
    line.isUp = false;
    a.space = 3;
    a.exchange.suspend();
    a.exchange.resume();
    a.exchange.outgoing.accepted(1, 4 * largestChunk);
    await vi.waitFor(() => expect(a.chunks).toBe(7));
    suspend();
    a.space = 1000;
    renew();
    await vi.waitFor(() => expect(last(b)?.state).toBe("done"));
    expect(a.chunks).toBe(chunksOf + 3);
  });

  it("is asked about no second time, whether it was answered or not", async () => {
    const { a, b, line, suspend, renew } = ends();
    a.space = 1000;
    for (const id of [1, 2, 3]) a.exchange.outgoing.offerFile(id, await aFile(content));
    line.isUp = false;
    b.exchange.incoming.accept(1);
    b.exchange.incoming.decline(2);
    suspend();
    b.exchange.incoming.decline(3);
    renew();
    await vi.waitFor(() => expect(states(a)).toContain("done"));
    expect(states(a).filter((state) => state === "declined").length).toBe(2);
    expect(states(b).filter((state) => state === "offered").length).toBe(3);
  });

  it("is received if it was, though nobody heard of that", async () => {
    const { a, b, line, suspend, renew } = await interrupted(chunksOf - 1);
    // The last bytes get through, and the receipt does not.
    const say = vi.spyOn(a.exchange, "receive").mockImplementation(() => {});
    a.space = 1;
    suspend();
    a.exchange.resume();
    a.exchange.outgoing.accepted(1, (chunksOf - 1) * largestChunk);
    await vi.waitFor(() => expect(last(b)?.state).toBe("done"));
    say.mockRestore();
    line.isUp = false;
    suspend();
    renew();
    expect(b.said.at(-1)).toEqual({ kind: "received", id: 1 });
    expect(last(a)?.state).toBe("done");
    expect(states(b).filter((state) => state === "done").length).toBe(1);
  });

  it("is offered as a new one if the offer was lost", async () => {
    const { a, b, line, suspend, renew } = ends();
    line.isUp = false;
    a.exchange.outgoing.offerFile(1, await aFile(content));
    expect(b.news).toEqual([]);
    suspend();
    renew();
    expect(states(b)).toEqual(["offered"]);
  });

  it("has its end in time if it is not offered again, or if none follows", async () => {
    const { a, b, suspend } = await interrupted(5);
    vi.useFakeTimers();
    suspend();
    b.exchange.resume();
    a.exchange.lose(true);
    await vi.advanceTimersByTimeAsync(patienceMs - 1);
    expect([last(a)?.state, last(b)?.state]).toEqual(["waiting", "waiting"]);
    await vi.advanceTimersByTimeAsync(1);
    expect([last(a)?.state, last(b)?.state]).toEqual(["cut-off", "cut-off"]);
  });

  it("ends at once where no other connection can follow", async () => {
    const { a } = await interrupted(5);
    a.exchange.lose(false);
    expect(last(a)?.state).toBe("cut-off");
  });
});

describe("a violation", () => {
  it.each([
    ["more than was ever sent", 5 * largestChunk + 1],
    ["all of it", content.length],
  ])("is that somebody has %s", async (_, at) => {
    const { a, line, suspend } = await interrupted(5);
    line.isUp = false;
    suspend();
    a.exchange.resume();
    expect(() => a.exchange.receive({ kind: "accept", id: 1, at })).toThrow(ProtocolError);
  });

  it("is that somebody has a part of what never went anywhere", async () => {
    const { a } = ends();
    a.exchange.outgoing.offerFile(1, await aFile(content));
    expect(() => a.exchange.receive({ kind: "accept", id: 1, at: 1 })).toThrow(ProtocolError);
  });

  it.each(["name", "size", "hash"])("is another %s under the same id", async (field) => {
    const { b, suspend } = await interrupted(5);
    suspend();
    const { name, size, hash } = await aFile(content);
    const offer = { kind: "file", id: 1, name, size, hash } as const;
    const other = { ...offer, [field]: field === "size" ? 7 : "other" };
    expect(() => b.exchange.receive(other)).toThrow(ProtocolError);
  });

  it("is the same file again without another connection, or twice on one", async () => {
    const { a, b, suspend, renew } = await interrupted(5);
    const [offer] = a.said;
    if (offer === undefined) throw new Error("nothing was offered");
    expect(() => b.exchange.receive(offer)).toThrow(ProtocolError);
    suspend();
    renew();
    expect(() => b.exchange.receive(offer)).toThrow(ProtocolError);
  });

  it("is a ninth file also beside eight that wait", async () => {
    const { a, b, suspend } = ends();
    const file = await aFile(content);
    for (let id = 1; id <= mostOpen; id++) a.exchange.outgoing.offerFile(id, file);
    suspend();
    expect(() => a.exchange.outgoing.offerFile(mostOpen + 1, file)).toThrow(ProtocolError);
    expect(b.news.length).toBe(mostOpen);
  });
});
