import { describe, expect, test } from "vitest";
import { always, type Random } from "../../../crypto/testing/random.ts";
import type { Mode } from "../../../page/callview.ts";
import { type Arrangement, arrange, type Place, type Stage } from "./arrange.ts";
import { commonArea } from "./boxes.ts";
import { divide, type Person, selfKey, type Wanted } from "./regions.ts";

const names = ["anna", "ben", "carla", "dora", "emre"];
const modes: readonly Mode[] = ["grid", "speaker", "side"];

/** What is left of the usual screens beside header and controls. */
const stages: Record<string, Stage> = {
  phone: { width: 344, height: 600, text: 16 },
  sideways: { width: 724, height: 256, text: 16 },
  tablet: { width: 804, height: 1030, text: 16 },
  desktop: { width: 1264, height: 650, text: 16 },
};

function wanted(count: number, more: Partial<Wanted> = {}): Wanted {
  return {
    people: names.slice(0, count).map((key) => ({ key, picture: true })),
    shares: [],
    pictures: true,
    hidden: false,
    pins: [],
    speaker: undefined,
    mode: "grid",
    ...more,
  };
}

function place(arrangement: Arrangement, key: string): Place {
  const found = arrangement.places.get(key);
  if (found === undefined) throw new Error(`${key} has no place`);
  return found;
}

const area = ({ width, height }: Place) => width * height;

describe.each(Object.entries(stages))("on a %s", (_, stage) => {
  test("of two, the other fills the stage and one's own picture lies in its corner", () => {
    const shown = arrange(wanted(1), stage);
    expect(place(shown, "anna")).toMatchObject({ ...sizeOf(stage), covered: true });
    expect(shown.over).toMatchObject({ width: place(shown, selfKey).width });
  });

  test.each([2, 3, 4, 5])("one's own picture is small beside %i others, who are alike", (count) => {
    const shown = arrange(wanted(count), stage);
    const others = names.slice(0, count).map((name) => area(place(shown, name)));
    expect(new Set(others).size).toBe(1);
    expect(area(place(shown, selfKey))).toBeLessThan(0.5 * (others[0] ?? 0));
    expect(shown.height).toBe(stage.height);
  });

  test("who has no camera takes less room, unless nobody has one", () => {
    const some = wanted(4);
    const people = some.people.map((person, i) => ({ ...person, picture: i !== 1 }));
    const shown = arrange({ ...some, people }, stage);
    expect(place(shown, "ben").size).toBe("small");
    expect(area(place(shown, "ben"))).toBeLessThan(0.5 * area(place(shown, "anna")));
    const none = some.people.map((person) => ({ ...person, picture: false }));
    expect(place(arrange({ ...some, people: none }, stage), "ben").size).toBe("large");
  });

  test("whoever speaks is large, and the others are small", () => {
    const shown = arrange(wanted(5, { mode: "speaker", speaker: "carla" }), stage);
    const small = [...shown.places].filter(([, { size }]) => size === "small");
    expect(small.map(([key]) => key)).toEqual(["anna", "ben", "dora", "emre", selfKey]);
    expect(area(place(shown, "carla"))).toBeGreaterThan(4 * area(place(shown, "anna")));
  });

  test("an interpreter and a speaker are pinned side by side, alike", () => {
    const shown = arrange(wanted(5, { pins: ["dora", "ben"], mode: "speaker" }), stage);
    expect(area(place(shown, "dora"))).toBe(area(place(shown, "ben")));
    expect(place(shown, "anna").size).toBe("small");
  });

  test("what is shared is large, and people are small or beside it", () => {
    const shares = [{ key: "share", own: false }];
    const shown = arrange(wanted(5, { shares, mode: "speaker" }), stage);
    const people = [...names, selfKey].map((name) => place(shown, name));
    expect(people.map(({ size }) => size)).toEqual(Array(6).fill("small"));
    const screen = place(shown, "share");
    expect(area(screen)).toBeGreaterThan(0.35 * area({ ...screen, ...sizeOf(stage) }));
    const side = arrange(wanted(5, { shares, mode: "side", speaker: "ben" }), stage);
    expect(place(side, "ben").size).toBe("large");
    expect(area(place(side, "share"))).toBeGreaterThan(1.3 * area(place(side, "ben")));
  });

  test("what one shares oneself is small", () => {
    const shares = [{ key: "mine", own: true }];
    expect(place(arrange(wanted(2, { shares }), stage), "mine").size).toBe("small");
  });

  test("who speaks moves nobody but the one who was large", () => {
    const before = ["anna", "ben", "carla", "dora", "emre"];
    const after = ["dora", "ben", "carla", "anna", "emre"];
    const [first, second] = [before, after].map((order) =>
      arrange(
        wanted(5, {
          people: order.map((key) => ({ key, picture: true })),
          mode: "speaker",
          speaker: order[0],
        }),
        stage,
      ),
    );
    if (!first || !second) throw new Error("nothing is arranged");
    expect(place(second, "dora")).toEqual(place(first, "anna"));
    expect(place(second, "anna")).toEqual(place(first, "dora"));
    for (const name of ["ben", "carla", "emre", selfKey])
      expect(place(second, name)).toEqual(place(first, name));
  });
});

function sizeOf({ width, height }: Stage) {
  return { width, height };
}

test("of six on a phone each tile can be seen whole", () => {
  const { places } = arrange(wanted(5), stages.phone as Stage);
  for (const { width, height } of places.values()) {
    expect(width).toBeGreaterThanOrEqual(100);
    expect(height).toBeGreaterThanOrEqual(84);
  }
});

test("in a call without pictures all are alike", () => {
  const people = names.map((key) => ({ key, picture: false }));
  const { places } = arrange(wanted(5, { people, pictures: false }), stages.desktop as Stage);
  expect(new Set([...places.values()].map(({ size }) => size))).toEqual(new Set(["large"]));
  expect(new Set([...places.values()].map(area)).size).toBe(1);
});

test("one's own hidden picture leaves a line in the corner, and its room to the others", () => {
  const stage = stages.desktop as Stage;
  const shown = arrange(wanted(2, { hidden: true }), stage);
  expect(place(shown, selfKey).height).toBe(50);
  expect(area(place(shown, "anna"))).toBeGreaterThan(0.48 * stage.width * stage.height);
});

function anyPeople(random: Random): Person[] {
  const count = 1 + random.integerBelow(5);
  return names.slice(0, count).map((key) => ({ key, picture: random.integerBelow(3) > 0 }));
}

function anyWanted(random: Random): Wanted {
  const people = anyPeople(random);
  const key = () => random.pickFrom([...names, "nobody"]);
  return {
    people,
    shares: Array.from({ length: random.integerBelow(3) }, (_, i) => ({
      key: `share ${i}`,
      own: random.integerBelow(4) === 0,
    })),
    pictures: random.integerBelow(5) > 0,
    hidden: random.integerBelow(4) === 0,
    pins: Array.from({ length: random.integerBelow(4) }, key),
    speaker: random.integerBelow(2) ? key() : undefined,
    mode: random.pickFrom(modes),
  };
}

function anyStage(random: Random): Stage {
  const text = random.pickFrom([16, 16, 24, 32]);
  return { width: 240 + random.integerBelow(1700), height: 150 + random.integerBelow(1000), text };
}

describe("however many people, screens and pins there are, on whatever stage,", () => {
  test("each has one place, on the stage, and no two lie over each other", () =>
    always(400, (random) => {
      const [some, stage] = [anyWanted(random), anyStage(random)];
      const { places, height, over } = arrange(some, stage);
      const keys = [...some.people, ...some.shares].map(({ key }) => key);
      expect([...places.keys()].sort()).toEqual([...keys, selfKey].sort());
      expect(height).toBeGreaterThanOrEqual(stage.height);
      for (const [key, box] of places) {
        expect(Math.min(box.start, box.top), `${key} is on the stage`).toBeGreaterThanOrEqual(0);
        expect(box.start + box.width).toBeLessThanOrEqual(stage.width);
        expect(box.top + box.height).toBeLessThanOrEqual(height);
        expect(Math.min(box.width, box.height)).toBeGreaterThan(40);
        for (const [other, its] of places) {
          if (other === key) continue;
          const common = commonArea(box, its);
          if (key === selfKey || other === selfKey) {
            if (common > 0) expect(over).toBeDefined();
          } else expect(common, `${key} and ${other}`).toBe(0);
        }
      }
    }));

  test("one's own picture covers no more than a sixth of one of several others", () =>
    always(400, (random) => {
      const [some, stage] = [anyWanted(random), anyStage(random)];
      const { places } = arrange({ ...some, hidden: false }, stage);
      const own = places.get(selfKey);
      const { people, shares } = divide({ ...some, hidden: false });
      if (own === undefined || people.length + shares.length < 2) return;
      for (const [key, box] of places)
        if (key !== selfKey) expect(commonArea(box, own)).toBeLessThanOrEqual(area(box) / 6);
    }));

  test("the order stays when somebody joins or leaves", () =>
    always(300, (random) => {
      const [some, stage] = [anyWanted(random), anyStage(random)];
      const gone = random.pickFrom(some.people).key;
      const left = some.people.filter(({ key }) => key !== gone);
      const order = (people: readonly Person[]) => {
        const {
          shares,
          people: large,
          small,
        } = divide({ ...some, people, pins: [], mode: "grid" });
        return [shares, large, small].map((keys) => keys.filter((key) => key !== gone));
      };
      if (left.some(({ picture }) => picture) && some.pictures)
        expect(order(left)).toEqual(order(some.people));
      const { places } = arrange(some, stage);
      const lines = [...places.entries()].filter(([, { size }]) => size === "small");
      const keys = lines.map(([key]) => key).filter((key) => key !== selfKey);
      expect(keys).toEqual(divide(some).small.filter((key) => key !== selfKey));
    }));

  test("the same always stands the same way", () =>
    always(200, (random) => {
      const [some, stage] = [anyWanted(random), anyStage(random)];
      expect(arrange(some, stage)).toEqual(arrange(some, stage));
    }));
});
