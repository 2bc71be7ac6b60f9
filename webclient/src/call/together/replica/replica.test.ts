import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { Notes } from "../notes/notes.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { cutUp, Pieces } from "./pieces.ts";
import { clientOf } from "./replica.ts";
import { checkUpdate } from "./strictupdate.ts";

const content = { root: "text", isAllowed: (one: unknown) => one instanceof Y.ContentString };

function updateOf(write: (doc: Y.Doc) => void): Bytes {
  const doc = new Y.Doc();
  write(doc);
  return Y.encodeStateAsUpdate(doc) as Bytes;
}

describe("an update", () => {
  it("of the text passes, with gaps and with what is gone", () => {
    const doc = new Y.Doc();
    const text = doc.getText("text");
    text.insert(0, "Hello");
    text.delete(1, 2);
    text.insert(2, "😀");
    for (const update of [Y.encodeStateAsUpdate(doc), updateOf(() => {})])
      expect(() => checkUpdate(update as Bytes, content)).not.toThrow();
  });

  it.each<[string, Bytes]>([
    ["no bytes", new Uint8Array()],
    ["garbage", Uint8Array.of(255, 255, 255, 255, 255, 1, 2, 3)],
    ["a length that is not there", Uint8Array.of(1, 1, 5, 0, 4, 1, 1, 116, 255, 255, 255, 15)],
    ["another root", updateOf((doc) => doc.getText("other").insert(0, "a"))],
    ["an array", updateOf((doc) => doc.getArray("text").insert(0, [1]))],
    ["a map", updateOf((doc) => doc.getMap("text").set("a", "b"))],
    ["a type in it", updateOf((doc) => doc.getArray("text").insert(0, [new Y.Text("a")]))],
    ["a picture", updateOf((doc) => doc.getText("text").insertEmbed(0, { a: 1 }))],
    ["bold letters", updateOf((doc) => doc.getText("text").insert(0, "a", { bold: true }))],
    ["a document in it", updateOf((doc) => doc.getArray("text").insert(0, [new Y.Doc()]))],
  ])("with %s does not", (_, update) => {
    expect(() => checkUpdate(update, content)).toThrow("bad-message");
  });
});

describe("pieces", () => {
  const whole = new Random(1).randomBytes(40_000);

  it("become the whole again, and another one after it", () => {
    const pieces = new Pieces();
    for (const id of [1, 2]) {
      const results = cutUp(id, whole).map((piece) => pieces.addPiece(piece));
      expect(results).toEqual([undefined, undefined, whole]);
    }
  });

  it("whose beginning was lost are nothing", () => {
    const pieces = new Pieces();
    const [first, second, third] = cutUp(1, whole) as [Bytes, Bytes, Bytes];
    expect([pieces.addPiece(second), pieces.addPiece(third)]).toEqual([undefined, undefined]);
    expect([first, third, second].map((one) => pieces.addPiece(one))).toEqual(
      Array(3).fill(undefined),
    );
  });

  it.each<[string, Bytes]>([
    ["empty", new Uint8Array(8)],
    ["too long", new Uint8Array(16_009).fill(1)],
    ["beyond their number", Uint8Array.of(0, 0, 0, 1, 0, 2, 0, 2, 7)],
    ["of too many", Uint8Array.of(0, 0, 0, 1, 0, 0, 1, 0, 7)],
  ])("that are %s are a violation", (_, piece) => {
    expect(() => new Pieces().addPiece(piece)).toThrow("bad-message");
  });
});

it("writes under a number that follows from the sid", () => {
  expect(clientOf("AQIDBAUGBwg")).toBe(0x01020304);
});

describe("a member who breaks the rules", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function room() {
    const made = new SlowRoom<Notes>(new Random(7), (context) => new Notes(context));
    const [anna, ben] = [made.join(), made.join()];
    return { room: made, anna, ben };
  }

  it("cannot make the document larger than it may be", () => {
    const { anna, ben } = room();
    const doc = new Y.Doc();
    const text = doc.getText("text");
    const send = () => {
      for (let n = 0; n < 200; n++) {
        const before = Y.encodeStateVector(doc);
        text.insert(0, "x".repeat(10_000));
        anna.part.receive(ben.sid, 0x21, Y.encodeStateAsUpdate(doc, before) as Bytes);
      }
    };
    expect(send).toThrow("too large");
    expect(anna.part.text.peek().length).toBeLessThan(1_100_000);
  });

  it("nor of more items, or of more writers", () => {
    const { anna, ben } = room();
    const doc = new Y.Doc();
    const text = doc.getText("text");
    for (let n = 0; n < 40_000; n++) text.insert(n % 2 ? n : 0, "x");
    const pieces = cutUp(1, Y.encodeStateAsUpdate(doc) as Bytes);
    const sendItems = () => {
      for (const piece of pieces) anna.part.receive(ben.sid, 0x22, piece);
    };
    expect(sendItems).toThrow("too large");
    const sendWriters = () => {
      for (let n = 0; n < 300; n++)
        ben.part.receive(
          anna.sid,
          0x21,
          updateOf((doc) => doc.getText("text").insert(0, "x")),
        );
    };
    expect(sendWriters).toThrow("too large");
  });

  it("nor have much wait for what never comes", () => {
    const { anna, ben } = room();
    const doc = new Y.Doc();
    const text = doc.getText("text");
    text.insert(0, "never sent");
    const send = () => {
      for (let n = 0; n < 100; n++) {
        const before = Y.encodeStateVector(doc);
        text.insert(text.length, "x".repeat(10_000));
        anna.part.receive(ben.sid, 0x21, Y.encodeStateAsUpdate(doc, before) as Bytes);
      }
    };
    expect(send).toThrow("follows on nothing");
    expect(anna.part.text.peek()).toBe("");
  });

  it("is answered now and then, however often it asks", async () => {
    const { room: made, anna, ben } = room();
    anna.part.makeEdit({ at: 0, removed: 0, inserted: "x".repeat(10_000) });
    await vi.advanceTimersByTimeAsync(5_000);
    const before = made.sent;
    const nothing = Y.encodeStateVector(new Y.Doc()) as Bytes;
    for (let n = 0; n < 100; n++) {
      anna.part.receive(ben.sid, 0x20, nothing);
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(made.sent - before).toBeLessThan(50_000);
    expect(made.sent - before).toBeGreaterThan(10_000);
  });
});
