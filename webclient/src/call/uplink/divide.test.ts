import { describe, expect, it } from "vitest";
import { always, type Random } from "../../crypto/testing/random.ts";
import { wantHeights } from "../../net/protocol.ts";
import { divide, type Means, type Wish } from "./divide.ts";
import { pixelRate, stepAt } from "./ladder.ts";

function wishesOf(random: Random): Wish[] {
  return Array.from({ length: random.integerBelow(7) }, (_, n) => ({
    id: String(n),
    ladder: random.pickFrom(["faces", "faces", "text", "film"] as const),
    height: random.pickFrom(wantHeights),
    rank: random.pickFrom([0, 1, 2] as const),
    limit: random.pickFrom([undefined, undefined, 1 + random.integerBelow(3000)]),
  }));
}
const meansOf = (random: Random): Means => ({
  line: random.integerBelow(6000) - 200,
  pixels: random.integerBelow(60_000_000),
});

const one = (id: string, height: Wish["height"], rank: Wish["rank"] = 1): Wish => ({
  ...{ id, height, rank },
  ladder: "faces",
});
const free = { line: Number.POSITIVE_INFINITY, pixels: 36_000_000 };
const heights = (all: Wish[], line: number, pixels = free.pixels) =>
  [...divide(all, { line, pixels }).values()].map(
    ({ place }) => stepAt("faces", place)?.height ?? 0,
  );

describe("a line divided", () => {
  it("never gives more than there is, of the line or of the processor", () =>
    always(1000, (random) => {
      const [wishes, means] = [wishesOf(random), meansOf(random)];
      const shares = divide(wishes, means);
      let [rates, pixels] = [0, 0];
      for (const { id, ladder, limit } of wishes) {
        const { place = -1, rate = 0 } = shares.get(id) ?? {};
        rates += rate;
        pixels += pixelRate(stepAt(ladder, place));
        expect(rate).toBeLessThanOrEqual((limit ?? Number.POSITIVE_INFINITY) + 0.01);
        if (place < 0) expect(rate).toBe(0);
      }
      expect(rates).toBeLessThanOrEqual(Math.max(0, means.line) + 0.01);
      expect(pixels).toBeLessThanOrEqual(means.pixels);
    }));

  it("gives nobody less for a higher rank", () =>
    always(1000, (random) => {
      const [wishes, means] = [wishesOf(random), meansOf(random)];
      const shares = divide(wishes, means);
      for (const [n, wish] of wishes.entries()) {
        if (wish.ladder !== "faces" || wish.rank === 2) continue;
        const raised = [...wishes];
        raised[n] = { ...wish, rank: (wish.rank + 1) as 1 | 2 };
        const before = shares.get(wish.id)?.place ?? -1;
        expect(divide(raised, means).get(wish.id)?.place).toBeGreaterThanOrEqual(before);
      }
    }));

  it("gives what is wanted where there is enough", () => {
    expect(heights([one("a", 720), one("b", 180, 0), one("c", 0)], Infinity)).toEqual([
      720, 180, 0,
    ]);
    expect(divide([one("a", 720)], free).get("a")).toEqual({ place: 5, rate: 1700 });
  });

  it("takes from thumbnails first, makes all small before one goes, and takes the pinned one last", () => {
    const four = [one("a", 720, 2), one("b", 270, 0), one("c", 270, 0)];
    expect(heights(four, 1050)).toEqual([720, 180, 90]);
    expect(heights(four, 700)).toEqual([540, 90, 90]);
    expect(heights(four, 120)).toEqual([90, 90, 0]);
    expect(heights(four, 60)).toEqual([90, 0, 0]);
    expect(heights(four, 40)).toEqual([0, 0, 0]);
  });

  it("shows the screen before any face", () => {
    const screen: Wish = { id: "s", ladder: "text", height: 720, rank: 0 };
    const shares = divide([screen, one("a", 360, 2), one("b", 360, 2)], { ...free, line: 400 });
    expect([...shares.values()].map(({ place }) => place)).toEqual([2, 0, 0]);
  });

  it("deals what is left by rank", () => {
    const rates = divide([one("a", 360, 2), one("b", 360, 1)], { ...free, line: 700 });
    expect([...rates.values()].map(({ rate }) => Math.round(rate))).toEqual([367, 333]);
  });

  it("encodes no more than the device can", () => {
    expect(heights([one("a", 720), one("b", 720), one("c", 720)], Infinity)).toEqual([
      ...[540, 360, 360],
    ]);
  });
});
