import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { type Bytes, concat, fromBase64url } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { nameOfPicture } from "../pictures/name.ts";
import { madePicture } from "../testing/madepicture.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { Drawing, mostStrokes } from "./drawing.ts";
import { toSvg } from "./export.ts";
import type { Stroke } from "./stroke.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const line: Stroke = { colour: 1, width: 0, points: [100, 100, 200, 100] };

function two() {
  const room = new SlowRoom<Drawing>(new Random(5), (context) => new Drawing(context));
  const [anna, ben] = [room.join(), room.join()];
  const settle = () => vi.advanceTimersByTimeAsync(5_000);
  return { room, anna, ben, settle };
}

const updateOf = (value: unknown): Bytes => {
  const doc = new Y.Doc();
  doc.getArray("strokes").push([value]);
  return Y.encodeStateAsUpdate(doc) as Bytes;
};

describe("a drawing", () => {
  it("is the same for all, and says who has drawn", async () => {
    const { anna, ben, settle } = two();
    expect(anna.part.addStroke(line)).toBe(true);
    await settle();
    expect(ben.part.strokes.value).toMatchObject([line]);
    expect([[...ben.part.drawers.value], [...anna.part.drawers.value]]).toEqual([[anna.sid], []]);
  });

  it("keeps the same object for what has not changed", async () => {
    const { anna, ben, settle } = two();
    anna.part.addStroke(line);
    await settle();
    const [before] = ben.part.strokes.value;
    ben.part.addStroke({ ...line, colour: 2 });
    expect(ben.part.strokes.value[0]).toBe(before);
  });

  it("loses to the eraser what it touches, and to undo what is one's own", async () => {
    const { anna, ben, settle } = two();
    anna.part.addStroke(line);
    ben.part.addStroke({ ...line, points: [100, 500, 200, 500] });
    await settle();
    ben.part.eraseAt(150, 105, 16);
    await settle();
    expect(anna.part.strokes.value).toMatchObject([{ points: [100, 500, 200, 500] }]);
    ben.part.takeBack(); // what was erased
    await settle();
    expect(anna.part.strokes.value).toHaveLength(2);
    ben.part.takeBack(); // what was drawn
    await settle();
    expect(anna.part.strokes.value).toMatchObject([line]);
    ben.part.makeAgain();
    anna.part.eraseAll();
    await settle();
    expect(anna.part.strokes.value.length).toBeLessThan(2);
  });

  it("has room for so many", () => {
    const { anna } = two();
    for (let n = 0; n < mostStrokes; n++) anna.part.addStroke({ ...line, points: [n % 1600, 1] });
    expect(anna.part.addStroke(line)).toBe(false);
    anna.part.stop(true);
    expect(anna.part.strokes.value).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["a text", "x"],
    ["no place", [0, 0]],
    ["half a place", [0, 0, 1]],
    ["another colour", [6, 0, 1, 1]],
    ["another width", [0, 3, 1, 1]],
    ["a place off the page", [0, 0, 1601, 1]],
    ["a part of a unit", [0, 0, 1.5, 1]],
    ["too many points", [0, 0, ...Array(802).fill(1)]],
    ["an object", { colour: 0 }],
  ])("refuses %s", (_, value) => {
    const { anna, ben } = two();
    expect(() => anna.part.receive(ben.sid, 0x31, updateOf(value))).toThrow("bad-message");
    expect(() => anna.part.receive(ben.sid, 0x3f, updateOf([0, 0, 1, 1]))).toThrow("unknown-kind");
    expect(anna.part.strokes.value).toEqual([]);
  });
});

describe("a picture to draw on", () => {
  const paper = madePicture(new Random(1), 40_000);

  it("is the same for all, and for whoever comes later, also when who laid it has left", async () => {
    const { room, anna, ben, settle } = two();
    anna.part.addStroke(line);
    expect(anna.part.layPaper(paper)).toBe(true);
    await settle();
    expect(ben.part.picture.value).toMatchObject({ bytes: paper, width: 1280 });
    room.leave(anna);
    const cem = room.join();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(cem.part.picture.value).toMatchObject({ bytes: paper });
    expect(cem.part.strokes.value).toMatchObject([line]);
    expect(room.refused).toEqual([]);
  });

  it("stays when lines are erased or taken back, and gives way to another, or to white", async () => {
    const { room, anna, ben, settle } = two();
    anna.part.layPaper(paper);
    anna.part.addStroke(line);
    await settle();
    anna.part.eraseAll();
    for (let n = 0; n < 4; n++) anna.part.takeBack();
    ben.part.eraseAt(150, 105, 16);
    await settle();
    expect(anna.part.picture.value).toMatchObject({ bytes: paper });
    const other = madePicture(new Random(2), 3_000);
    ben.part.layPaper(other);
    await settle();
    expect(anna.part.picture.value).toMatchObject({ bytes: other });
    anna.part.layPaper(undefined);
    await settle();
    expect(ben.part.picture.value).toBe("none");
    expect(room.refused).toEqual([]);
  });

  it("of two that are laid at once is the same for all", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const room = new SlowRoom<Drawing>(new Random(seed), (context) => new Drawing(context));
      const people = [room.join(), room.join(), room.join()];
      for (const [n, { part }] of people.entries())
        part.layPaper(madePicture(new Random(n), 1_000 + n));
      await vi.advanceTimersByTimeAsync(60_000);
      const seen = people.map(
        ({ part }) => (part.picture.value as { bytes?: Bytes })?.bytes?.length,
      );
      expect(new Set(seen).size).toBe(1);
      expect(seen[0]).toBeGreaterThan(999);
      expect(room.refused).toEqual([]);
      for (const { part } of people) part.stop(true);
    }
  });

  it.each<[string, unknown]>([
    ["too large", [255, 0x7f, ...Array(19).fill(0)]],
    ["of no bytes", [255, ...Array(20).fill(0)]],
    ["of half a name", [255, 0, 0, 1, ...Array(16).fill(0)]],
    ["of what are no bytes", [255, 0, 0, 1, ...Array(17).fill(256)]],
  ])("is refused if it is %s", (_, value) => {
    const { anna, ben } = two();
    expect(() => anna.part.receive(ben.sid, 0x31, updateOf(value))).toThrow("bad-message");
  });

  it("is refused if nobody asked for it", () => {
    const { anna, ben } = two();
    const piece = concat(
      fromBase64url(nameOfPicture(paper)),
      Uint8Array.of(0),
      paper.slice(0, 16_000),
    );
    expect(() => anna.part.receive(ben.sid, 0x35, piece)).toThrow("nobody asked");
  });
});

it("is saved with the picture that it is on, and with no other address", () => {
  const svg = toSvg([line], "data:image/png;base64,AAAA");
  expect(svg).toContain('href="data:image/png;base64,AAAA"/>\n<path ');
  expect(toSvg([line], "https://example.org/x.png")).not.toContain("href");
  expect(toSvg([line], "none")).not.toContain("<rect");
});

it("is saved as SVG, which holds nothing but its lines", () => {
  const svg = toSvg([line, { ...line, colour: 0 }]);
  expect(svg.match(/<path /g)).toHaveLength(2);
  expect(svg).toMatch(
    /^<svg [^>]*viewBox="0 0 1600 1000">\n<rect [^>]*\/>\n(<path [^>]*\/>\n)*<\/svg>\n$/,
  );
});
