// Traces of events and packets as browsers gave them when networks were changed under them, and what
// follows.
import { describe, expect, it } from "vitest";
import { follow, type Happening, soundExcept, type Trace } from "./testing/trace.ts";

type Events = readonly (readonly [number, Happening])[];

/** Something breaks after 10 s of a call that was well. */
const broken = 10_000;
const call: Events = [
  [100, "connecting"],
  [300, "connected"],
];
const at = (ms: number, what: Happening) => [broken + ms, what] as const;

function tries(trace: Partial<Trace> & { events: Events }): number[] {
  const whole = { ms: 30_000, packets: soundExcept([broken, 60_000]), ...trace };
  return follow({ ...whole, events: [...call, ...trace.events] }).tries.map((ms) => ms - broken);
}

/** The peer answers at once, and is heard from then on. */
function heals(events: Events, from = 0): { tries: number[]; heardMs: number } {
  let heard = Number.POSITIVE_INFINITY;
  const found = tries({
    events,
    packets: (ms) => (ms <= broken || ms >= heard ? 2 : 0),
    restarted: (ms) => {
      if (ms < broken + from) return [];
      heard = Math.min(heard, ms + 150);
      return [[ms + 100, "agreed"]];
    },
  });
  return { tries: found, heardMs: heard - broken };
}

describe("another network", () => {
  it("of Chromium, which says so: once, as soon as there is one", () => {
    const { tries, heardMs } = heals([
      at(264, "changed"),
      at(636, "moved"),
      at(6536, "disconnected"),
    ]);
    expect(tries.length).toBeLessThanOrEqual(2);
    expect(heardMs).toBeLessThan(1200);
  });

  it("of Firefox, which says that the way is broken before there is another: again soon", () => {
    const { tries, heardMs } = heals([at(20, "disconnected"), at(700, "connecting")], 900);
    expect(tries[0]).toBeLessThan(600);
    expect(heardMs).toBeLessThan(1800);
  });

  it("of the same interface, which Chromium calls a change", () => {
    expect(heals([at(264, "changed"), at(6493, "disconnected")]).heardMs).toBeLessThan(1000);
  });

  it("of which nobody says a word: after a silence", () => {
    const { tries, heardMs } = heals([]);
    expect(tries.length).toBe(1);
    expect(heardMs).toBeLessThan(1900);
  });

  it("of which the addresses are known: what was agreed upon first is left to settle", () => {
    const moved = [at(20, "changed"), at(300, "moved"), at(500, "agreed"), at(2900, "connected")];
    expect(tries({ events: moved }).filter((ms) => ms < 3000)).toEqual([300]);
    const early = [at(20, "disconnected"), at(500, "agreed"), at(2900, "connected")];
    expect(tries({ events: early }).filter((ms) => ms < 3000)).toEqual([450, 1500]);
  });

  it("of which the browser says again and again that it is connected: it is sought nevertheless", () => {
    const flaps = Array.from({ length: 40 }, (_, n) => {
      return [at(500 * n, "disconnected"), at(500 * n + 250, "connected")];
    }).flat();
    const found = tries({ events: flaps }).filter((ms) => ms < 20_000);
    expect(found.length).toBeGreaterThanOrEqual(4);
  });

  it("of the other end, which has looked for a way already: that is left to settle as well", () => {
    const events = [at(450, "agreed"), at(2900, "connected")] as const;
    expect(tries({ events }).filter((ms) => ms < 2950)).toEqual([]);
  });

  // As between Firefox, which answers, and Chromium, which notices another address only after two
  // seconds: each try of one side is answered by the other.
  it("of which both ends speak: what was agreed upon twice is left to settle", () => {
    const events = [
      ...[at(20, "disconnected"), at(300, "agreed"), at(400, "connecting")],
      ...[at(1400, "agreed"), at(3600, "connected")],
    ] as const;
    expect(tries({ events }).filter((ms) => ms < 4000)).toEqual([1300]);
  });

  it("of which the browser has found a way: it is not sought again in the same moment", () => {
    const events = [at(20, "failed"), at(1000, "connected")] as const;
    const [without] = tries({ events: events.slice(0, 1) }).filter((ms) => ms > 1000);
    expect(without).toBe(1050);
    const [first] = tries({ events }).filter((ms) => ms > 1000);
    expect(first).toBeGreaterThanOrEqual(2000);
  });

  it("of the other end, while nothing changes here", () => {
    expect(heals([at(6500, "disconnected")]).heardMs).toBeLessThan(1900);
  });
});

it("tries once for a silence, then ever more rarely, also while the browser calls it connected", () => {
  const found = tries({ events: [at(6536, "disconnected"), at(17_000, "failed")] });
  const pauses = found.map((ms, i) => ms - (found[i - 1] ?? 0));
  expect(pauses[0]).toBeLessThan(1700);
  expect(pauses.slice(1, 3)).toEqual([1000, 3000]);
  expect(pauses.slice(3).every((ms) => ms >= 3900)).toBe(true);
});

it("does nothing more once something is heard, and nothing at all for a short gap", () => {
  expect(tries({ events: [], packets: soundExcept([broken, broken + 900]) })).toEqual([]);
  expect(tries({ events: [], packets: soundExcept([broken, broken + 5000]) }).length).toBe(3);
});

it("tries at once what the browser has given up", () => {
  const events = [at(50, "failed")] as const;
  expect(tries({ events, packets: () => 0 }).slice(0, 2)).toEqual([50, 1050]);
});

it("tries soon where there may be a way again, also while an offer of before that is answered", () => {
  const events = [at(20, "disconnected"), at(3400, "return")] as const;
  expect(tries({ events }).slice(0, 4)).toEqual([450, 1450, 3400, 7400]);
  const answered = [...events, at(3450, "agreed-by-peer")] as const;
  expect(tries({ events: answered }).slice(0, 4)).toEqual([450, 1450, 3400, 7400]);
  const later = [at(20, "disconnected"), at(2000, "return"), at(3050, "agreed-by-peer")] as const;
  expect(tries({ events: later }).slice(0, 4)).toEqual([450, 1450, 2350, 6350]);
});

it("makes another offer once one of before the return is answered, though that was said again since", () => {
  const events = [at(20, "disconnected"), at(3400, "return"), at(3450, "agreed-by-peer")] as const;
  const isOpen = (ms: number) => ms > broken + 500 && ms < broken + 3450;
  expect(tries({ events, isOpen }).slice(0, 4)).toEqual([450, 1450, 3400, 4300]);
});

it("asks again for what was answered just before the relay was known, when the peer follows", () => {
  const events = [at(20, "disconnected"), at(3000, "agreed"), at(3200, "return")] as const;
  expect(tries({ events }).slice(0, 3)).toEqual([450, 1450, 3900]);
});

// As from Chromium to Firefox: what we send arrives, and so do the checks.
describe("a way that is agreed upon and brings nothing", () => {
  const given = (trace: Partial<Trace>) => {
    const answered = (ms: number): Events => [[ms + 100, "agreed"]];
    const packets = soundExcept([broken, 60_000]);
    const whole = { ms: 40_000, events: call, packets, restarted: answered, ...trace };
    return follow(whole).hopeless.map((ms) => ms - broken);
  };
  it("is given up once two of them have had their time", () => {
    const [first = 0] = given({});
    expect(first).toBeGreaterThan(5000);
    expect(first).toBeLessThan(8000);
  });
  it("is waited for while the browser does not call it connected, or nothing is agreed upon", () => {
    expect(given({ events: [...call, at(900, "disconnected")] })).toEqual([]);
    expect(given({ restarted: () => [] })).toEqual([]);
  });
  it("is none once something comes, and none of somebody who sends nothing", () => {
    expect(given({ packets: soundExcept([broken, broken + 4500]) })).toEqual([]);
    expect(given({ packets: () => 0, events: [...call, at(0, "moved")] })).toEqual([]);
  });
});

describe("of somebody who sends nothing", () => {
  const silent = { packets: () => 0, restarted: (ms: number): Events => [[ms + 100, "agreed"]] };
  it("only what has happened to the network counts, and the browser's word", () => {
    expect(tries({ ...silent, events: [] })).toEqual([]);
    expect(tries({ ...silent, events: [at(0, "shown")] })).toEqual([]);
    expect(tries({ ...silent, events: [at(0, "changed")] })).toEqual([400]);
    expect(tries({ ...silent, events: [at(0, "disconnected"), at(100, "connected")] })).toEqual([]);
    const gone = [at(0, "disconnected"), at(1000, "connected")] as const;
    expect(tries({ ...silent, events: gone })).toEqual([400]);
  });
});

it("of whom nothing is to come, silence is no loss", () => {
  expect(tries({ events: [at(500, "hushed")] })).toEqual([]);
  expect(tries({ events: [at(500, "hushed"), at(2000, "failed")] })[0]).toBe(2000);
});

describe("a way that has not come about yet", () => {
  const never = (events: Events) => follow({ ms: 30_000, events, packets: () => 0 }).tries;
  it("is looked for anew after eight seconds, or four after it was given up", () => {
    expect(never([[0, "connecting"]])).toEqual([8050, 16_050, 24_050]);
    expect(
      never([
        [0, "connecting"],
        [5000, "failed"],
      ]),
    ).toEqual([5000, 9000, 13_000, 17_000, 21_000, 25_000, 29_000]);
  });
});

it("what happens before there is a way breaks none, whoever is heard then", () => {
  for (const before of ["moved", "changed", "woke", "disconnected"] as const)
    for (const packets of [soundExcept([0, 1500]), () => 0]) {
      const events = [
        [100, "connecting"],
        [150, before],
        [900, "connected"],
      ] as const;
      expect(follow({ ms: 9000, events, packets })).toMatchObject({ tries: [], lost: [] });
    }
});

describe("a page that stood still", () => {
  const packets = soundExcept();
  it("has heard nothing, which is no evidence", () => {
    const pauses = [1500, 2800, 6000, 40_000].map((ms) => {
      const events = [...call, at(0, "stops"), at(ms, "runs")];
      return follow({ ms: 60_000, events, packets }).tries;
    });
    expect(pauses).toEqual([[], [], [], []]);
  });
  it("and slept looks for another way once nothing comes then", () => {
    const events = [at(0, "stops"), at(40_000, "runs"), at(40_250, "woke")] as const;
    const [first = 0] = tries({ ms: 80_000, events, packets: soundExcept([broken, 90_000]) });
    expect(first).toBeGreaterThan(40_250);
    expect(first).toBeLessThan(41_000);
  });
});

it("a busy machine that sends with gaps is waited for longer, and not for ever", () => {
  // One packet, then nothing for 1.4 s, for a minute.
  const packets = (ms: number) => (ms < broken || ms % 1400 < 50 || ms > 70_000 ? 2 : 0);
  const trace = {
    ms: 74_000,
    events: call,
    packets: (ms: number) => (ms > 71_000 ? 0 : packets(ms)),
  };
  const found = follow(trace).tries.map((ms) => ms - broken);
  expect(found.filter((ms) => ms < 60_000).length).toBeLessThanOrEqual(2);
  expect(found.at(-1)).toBeGreaterThan(60_000);
});
