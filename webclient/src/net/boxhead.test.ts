// What is in a box, and what is none (protocol, section 3.8).
import { expect, test } from "vitest";
import { boxSealer } from "../crypto/box.ts";
import { random } from "../crypto/bytes.ts";
import { deriveRoom, newRoom } from "../crypto/link.ts";
import {
  type BoxHead,
  DamagedBox,
  isNote,
  largestBox,
  piecesOf,
  pieceText,
  readHead,
  writeHead,
} from "./boxhead.ts";
import { mostPieces } from "./boxmessages.ts";

const head: BoxHead = { from: "Ms Weber", file: "x.pdf", size: 70_000, note: 3 };

test("a head is read as it was written", () => {
  const text = writeHead(head);
  expect([text.length, piecesOf(head)]).toEqual([1008, 2]);
  expect(readHead(text, 2)).toEqual(head);
  const without = { from: "Ms Weber", file: "", size: 0, note: 8 };
  expect(readHead(writeHead(without), 1)).toEqual(without);
});

test.each<[string, (text: Uint8Array) => void, number?]>([
  ["another number of pieces", () => {}, 3],
  ["something behind it", (text) => text.set([1], 1007)],
  ["a name that is too long", (text) => text.set([4], 0)],
  ["a name that is a path", (text) => text.set([0x2f], 12)],
  ["a name with a line break", (text) => text.set([0x0a], 3)],
  ["a name that is no UTF-8", (text) => text.set([0xff], 3)],
  ["a size beyond all", (text) => text.set([0x80], 17)],
])("%s is refused", (_, change, pieces = 2) => {
  const text = writeHead(head);
  change(text);
  expect(() => readHead(text, pieces)).toThrow(DamagedBox);
  expect(() => readHead(writeHead(head).slice(1), 2)).toThrow(DamagedBox);
});

test.each<[string, Partial<BoxHead>]>([
  ["no name", { from: "" }],
  ["nothing in it", { file: "", size: 0, note: 0 }],
  ["a size without a file", { file: "" }],
  ["a file without a size", { size: 0 }],
  ["a note that is too long", { note: 8001 }],
  ["too much", { size: largestBox, note: 1 }],
])("%s cannot be left", (_, change) => {
  expect(() => writeHead({ ...head, ...change })).toThrow(DamagedBox);
});

test("the server learns the size to an eighth", () => {
  const seen = new Set<number>();
  for (let n = 1; n <= mostPieces; n++) {
    const pieces = piecesOf({ size: n * pieceText, note: 0 });
    expect(pieces).toBeGreaterThanOrEqual(n);
    expect(pieces).toBeLessThanOrEqual(Math.min(mostPieces, n + n / 8));
    seen.add(pieces);
  }
  expect(seen.size).toBeLessThan(63);
});

test("a note has at most 2,000 characters and 8,000 bytes", () => {
  expect([isNote("𝄞".repeat(2000)), isNote("𝄞".repeat(2001)), isNote("x".repeat(2001))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a piece opens in its place alone, with the link alone", async () => {
  const link = await newRoom("chat");
  const { room } = await deriveRoom(link);
  const salt = random(32);
  const sealer = await boxSealer(link, room, salt, 2);
  const piece = await sealer.sealText(1, new Uint8Array(pieceText));
  expect((await sealer.openText(1, piece)).length).toBe(pieceText);
  const other = { ...link, secret: random(16) };
  await Promise.all([
    expect(sealer.openText(2, piece)).rejects.toThrow(),
    expect(boxSealer(link, room, salt, 3).then((s) => s.openText(1, piece))).rejects.toThrow(),
    expect(
      boxSealer(link, room, random(32), 2).then((s) => s.openText(1, piece)),
    ).rejects.toThrow(),
    expect(boxSealer(other, room, salt, 2).then((s) => s.openText(1, piece))).rejects.toThrow(),
    expect(
      sealer.openText(1, piece.with(9, (piece[9] ?? 0) ^ 1) as typeof piece),
    ).rejects.toThrow(),
  ]);
});
