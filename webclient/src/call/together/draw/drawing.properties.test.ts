// Whatever people draw and erase, and whatever is lost on the way: at the end all have the same page.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { always, Random } from "../../../crypto/testing/random.ts";
import { bustle } from "../testing/bustle.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { Drawing } from "./drawing.ts";
import { toSvg } from "./export.ts";
import { pageHeight, pageWidth, type Stroke } from "./stroke.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function someStroke(random: Random, length = random.integerBelow(40) + 1): Stroke {
  const points = Array.from({ length: 2 * length }, (_, i) =>
    random.integerBelow((i % 2 === 0 ? pageWidth : pageHeight) + 1),
  );
  return { colour: random.integerBelow(6), width: random.integerBelow(3), points };
}

function draw(random: Random, drawing: Drawing): void {
  const what = random.integerBelow(12);
  if (what === 0) drawing.takeBack();
  else if (what === 1) drawing.makeAgain();
  else if (what === 2)
    drawing.eraseAt(random.integerBelow(pageWidth), random.integerBelow(pageHeight), 16);
  else drawing.addStroke(someStroke(random));
}

it("converges byte for byte, with 3 to 6 people who come, go and lose each other", async () => {
  let [losses, leavings, strokes] = [0, 0, 0];
  await always(20, async (random) => {
    const room = new SlowRoom<Drawing>(random, (context) => new Drawing(context));
    const act = (part: Drawing) => draw(random, part);
    const lost = await bustle(random, room, { steps: 150, rarity: 30, act });
    losses += lost.losses;
    leavings += lost.leavings;
    await vi.advanceTimersByTimeAsync(100_000);
    strokes += room.people[0]?.part.strokes.peek().length ?? 0;
    expect(room.refused).toEqual([]);
    expect(new Set(room.people.map(({ part }) => toSvg(part.strokes.peek()))).size).toBe(1);
    for (const { part } of room.people) part.stop(true);
  });
  expect(Math.min(losses / 100, leavings / 20, strokes / 500)).toBeGreaterThan(1);
}, 120_000);

it("takes at most 20 kB a second of each, with six people who draw 1,000 strokes as people do", async () => {
  const random = new Random(1);
  const room = new SlowRoom<Drawing>(random, (context) => new Drawing(context));
  for (let n = 0; n < 6; n++) room.join();
  await vi.advanceTimersByTimeAsync(30_000);
  const before = room.sent;
  const began = performance.now();
  // Six people, each a stroke of 40 points every 1.2 s.
  for (let n = 0; n < 1000; n++) {
    room.people[n % 6]?.part.addStroke(someStroke(random, 40));
    await vi.advanceTimersByTimeAsync(200);
  }
  const seconds = (performance.now() - began) / 1000;
  const each = (room.sent - before) / seconds / 6 / 1000;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(room.people.map(({ part }) => part.strokes.peek().length)).toEqual(Array(6).fill(1000));
  console.log(`1,000 strokes at six people: ${each.toFixed(1)} kB/s sent by each, to all five`);
  expect(each).toBeLessThan(20);
}, 60_000);
