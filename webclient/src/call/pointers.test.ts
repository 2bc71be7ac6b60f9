import { expect, it } from "vitest";
import { PointerSender, Pointers, pauseMs, shownMs } from "./pointers.ts";

/** A clock that goes when it is told to. */
function someClock() {
  let [time, waiting] = [0, [] as { at: number; work: () => void }[]];
  return {
    now: () => time,
    wait(ms: number, work: () => void) {
      const entry = { at: time + ms, work };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((one) => one !== entry);
      };
    },
    go(ms: number) {
      time += ms;
      const due = waiting.filter(({ at }) => at <= time);
      waiting = waiting.filter(({ at }) => at > time);
      for (const { work } of due) work();
    },
  };
}

it("shows one place for each person, for a moment", () => {
  const clock = someClock();
  const pointers = new Pointers(clock);
  pointers.note({ by: "anna", on: undefined, x: 1, y: 1 });
  pointers.note({ by: "ben", on: undefined, x: 2, y: 2 });
  clock.go(shownMs - 1);
  pointers.note({ by: "anna", on: undefined, x: 3, y: 3 });
  expect(pointers.all.value.map(({ by, x }) => [by, x])).toEqual([
    ["ben", 2],
    ["anna", 3],
  ]);
  clock.go(1);
  expect(pointers.all.value.map(({ by }) => by)).toEqual(["anna"]);
  clock.go(shownMs);
  expect(pointers.all.value).toEqual([]);
});

it("says a place at most eight times a second, and the last one in any case", () => {
  const clock = someClock();
  const said: [number, number][] = [];
  const sender = new PointerSender<number>((place) => said.push([clock.now(), place]), clock);
  for (let moved = 0; moved < 100; moved++) {
    sender.point(moved);
    clock.go(10);
  }
  clock.go(pauseMs);
  expect(said.at(-1)?.[1]).toBe(99);
  expect(said.length).toBeLessThanOrEqual(9);
  for (const [n, [at]] of said.entries())
    if (n > 0) expect(at - (said[n - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(pauseMs);
});
