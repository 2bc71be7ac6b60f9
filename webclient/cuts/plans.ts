// Which cases there are: a fault after each message of each person in each direction, and chance
// for what happens at once.
import type { Fault } from "./faults.ts";
import type { Direction } from "./line.ts";
import type { Name } from "./person.ts";
import type { Counts, End, Plan } from "./story.ts";

export const ends: readonly End[] = ["leave", "remove", "end"];
const people: readonly Name[] = ["host", "A", "B"];
const directions: readonly Direction[] = ["in", "out"];
const thinkMs = 60;
/**
 * In one direction of one person. A number of its own, so that a seed is the same story tomorrow.
 */
const mostMessages = 24;

/**
 * How many messages a person has in each direction, without any fault: up to the end, and in all.
 */
export type Plain = ReadonlyMap<Name, { readonly before: Counts; readonly all: Counts }>;

/** One fault at one place; `n` goes on until there is no such message. */
export interface Place {
  readonly who: Name;
  readonly direction: Direction;
  readonly n: number;
  readonly end: End;
}

/**
 * Every message of the way in once, with the ends in turn, and every one after that with each end.
 */
export function places(plain: ReadonlyMap<End, Plain>): Place[] {
  const found: Place[] = [];
  for (const who of people) {
    for (const direction of directions) {
      const counts = ends.map((end) => plain.get(end)?.get(who));
      const before = Math.min(...counts.map((count) => count?.before[direction] ?? 0));
      for (let n = 1; n <= before; n++)
        found.push({ who, direction, n, end: ends[n % ends.length] ?? "end" });
      for (const [i, end] of ends.entries()) {
        // One more than there are, so that the last one does not come.
        const all = (counts[i]?.all[direction] ?? 0) + 1;
        for (let n = before + 1; n <= all; n++) found.push({ who, direction, n, end });
      }
    }
  }
  return found;
}

export function plan(how: Fault["how"], ms: number, { who, direction, n, end }: Place): Plan {
  return {
    name: `${how} ${who} ${direction} ${n} ${ms} ${end}`,
    end,
    thinkMs,
    faults: [{ how, who, direction, n, ms }],
  };
}

/** Plans that differ in n alone, in the order of n. */
export function trackOf({ name, faults }: Plan): [track: string, n: number] {
  const n = faults[0]?.n ?? 0;
  return [name.replace(` ${n} `, " "), n];
}

/** The same fault one message later. */
export function later({ end, faults: [fault] }: Plan): Plan {
  if (fault === undefined) throw new TypeError("a plan without a fault");
  return plan(fault.how, fault.ms, { ...fault, n: fault.n + 1, end });
}

/**
 * Two to four faults of any kind, some at the same moment on two sides, lines that are more or less
 * slow, and a host who takes its time.
 */
export function chance(seed: number): Plan {
  const random = generator(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  const ms = () => Math.round(30 * 100 ** random()); // 30 ms to 3 s, the short ones as often as the long
  const faults: Fault[] = [];
  for (let i = 2 + upTo(3); i > 0; i--) {
    const [who, direction] = [one(people), one(directions)];
    const also =
      random() < 0.4
        ? { also: { who: one(people.filter((other) => other !== who)), ms: ms() } }
        : {};
    const how = one(["lost", "lost", "delivered", "delivered", "frozen", "kill"] as const);
    faults.push({ how, who, direction, n: 1 + upTo(mostMessages), ms: ms(), ...also });
  }
  const slow = Object.fromEntries([...people, "D"].map((name) => [name, one([0, 0, 20, 60])]));
  return { name: `seed ${seed}`, end: one(ends), thinkMs: one([0, 60, 500, 1500]), slow, faults };
}

/** By its name; for `CUT`. */
export function planOf(name: string): Plan {
  const [how, who, direction, n, ms, end] = name.split(" ");
  if (how === "seed") return chance(Number(who));
  const place = {
    who: who as Name,
    direction: direction as Direction,
    n: Number(n),
    end: end as End,
  };
  return plan(how as Fault["how"], Number(ms), place);
}

/** mulberry32: the same numbers for the same seed, 0 to 1. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
