import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
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

it("is saved as SVG, which holds nothing but its lines", () => {
  const svg = toSvg([line, { ...line, colour: 0 }]);
  expect(svg.match(/<path /g)).toHaveLength(2);
  expect(svg).toMatch(
    /^<svg [^>]*viewBox="0 0 1600 1000">\n<rect [^>]*\/>\n(<path [^>]*\/>\n)*<\/svg>\n$/,
  );
});
