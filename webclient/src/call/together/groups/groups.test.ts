// Groups among clients whose channels deliver in a made-up order; real keys.
import { afterEach, describe, expect, it, test, vi } from "vitest";
import { generateKey } from "../../../crypto/ed25519.ts";
import { always } from "../../../crypto/testing/random.ts";
import { sidOf } from "../testing/room.ts";
import { groupsKinds } from "./messages.ts";
import { GroupsRoom } from "./testing/room.ts";

const five = ["Ada", "Ben", "Cem", "Dan", "Eva"] as const; // Ada is the host
const two = { Red: ["Ben", "Cem"], Blue: ["Dan", "Eva"] } as const;

async function openTwo(seed = 1): Promise<GroupsRoom> {
  const room = await GroupsRoom.open(seed, five);
  await room.settle();
  room.arrange(two);
  await room.settle();
  return room;
}

const heardBy = (room: GroupsRoom) => [...room.parts.keys()].map((name) => room.hears(name));
const together = ["Ben Cem Dan Eva", "Ada Cem Dan Eva", "Ada Ben Dan Eva", "Ada Ben Cem Eva"];

afterEach(() => vi.useRealTimers());

describe("people in groups", () => {
  it("send nothing across them, and are told where they are", async () => {
    const room = await openTwo();
    expect(heardBy(room)).toEqual(["", "Cem", "Ben", "Eva", "Dan"]);
    expect(five.map((name) => room.groups.get(name))).toEqual(["", "Red", "Red", "Blue", "Blue"]);
    const [main, red] = room.of("Eva").rooms.value;
    expect([main?.people, red?.people].map((all) => all?.map(({ name }) => name))).toEqual([
      ["Ada"],
      ["Ben", "Cem"],
    ]);
  });

  it("come back at the host's word", async () => {
    const room = await openTwo();
    room.of("Ada").callBack(0);
    await room.settle();
    expect(heardBy(room).slice(0, 4)).toEqual(together);
    expect(room.groups.get("Ben")).toBeUndefined();
  });

  it("see the host come, and go: it is in the word that has them send to it", async () => {
    const room = await openTwo();
    room.of("Ada").move(sidOf("Ada"), 0);
    await room.settle();
    expect([room.hears("Ada"), room.hears("Ben"), room.hears("Dan")]).toEqual([
      ...["Ben Cem", "Ada Cem", "Eva"],
    ]);
    const red = room.of("Cem").own.value;
    expect(red?.people.filter(({ host }) => host).map(({ name }) => name)).toEqual(["Ada"]);
    room.of("Ada").move(sidOf("Ada"), undefined);
    await room.settle();
    expect([room.hears("Ada"), room.hears("Ben")]).toEqual(["", "Cem"]);
  });

  it("are moved one by one", async () => {
    const room = await openTwo();
    room.of("Ada").move(sidOf("Ben"), 1);
    await room.settle();
    expect(heardBy(room)).toEqual(["", "Dan Eva", "", "Ben Eva", "Ben Dan"]);
  });

  it("go back by themselves, whether or not the host is there", async () => {
    const room = await openTwo();
    room.leave("Ada");
    room.rosterChanged();
    for (const name of ["Ben", "Dan"] as const) room.of(name).returnToMain();
    await room.settle();
    expect([room.hears("Ben"), room.hears("Cem"), room.hears("Dan")]).toEqual(["Dan", "", "Ben"]);
    const main = room.of("Eva").rooms.value[0];
    expect(main?.people.map(({ name, returned }) => [name, returned])).toEqual([
      ["Ben", true],
      ["Dan", true],
    ]);
    expect(room.groups.get("Ben")).toBe("");
  });

  it("who have gone back are not moved back by the word that they have left", async () => {
    const room = await openTwo();
    room.of("Ben").returnToMain();
    await room.settle();
    expect(room.hears("Ben")).toBe("Ada");
    room.of("Ada").move(sidOf("Cem"), 1); // another word
    await room.settle();
    expect(room.hears("Ben")).toBe("Ada");
    room.of("Ada").move(sidOf("Ben"), 0);
    await room.settle();
    expect([room.hears("Ben"), room.groups.get("Ben")]).toEqual(["", "Red"]);
  });

  it("follow who has the host's key by now, and nobody else", async () => {
    const room = await openTwo();
    room.host = "Dan";
    room.of("Ada").callBack(0);
    await room.settle();
    expect(room.hears("Ben")).toBe("Cem");
    room.of("Dan").callBack(0);
    await room.settle();
    expect(heardBy(room).slice(0, 4)).toEqual(together);
  });
});

describe("who comes while there are groups", () => {
  it("is in the main room, and is told so by whoever is there", async () => {
    const room = await openTwo();
    room.leave("Ada");
    room.join("Fay");
    room.rosterChanged();
    expect(room.sends("Ben", "Fay")).toBe(false); // from the first packet on
    await room.settle();
    expect([room.hears("Fay"), room.groups.get("Fay")]).toEqual(["", ""]);
    expect(room.of("Fay").open.value).toBe(true);
  });

  it("goes where they were if they come back under the same name", async () => {
    const room = await openTwo();
    // What a reload makes of Dan: another sid, which says the same name.
    room.leave("Dan");
    room.calls("Dan2", "Dan");
    room.join("Dan2");
    room.rosterChanged();
    await room.settle();
    expect([room.groups.get("Dan2"), room.hears("Dan2")]).toEqual(["Blue", "Eva"]);
  });
});

describe("a call back", () => {
  it("is counted down by each, and is so also if the host is gone by then", async () => {
    const room = await openTwo();
    room.of("Ada").callBack(5);
    await room.settle();
    expect(room.of("Ben").backAt.value).toBeGreaterThan(performance.now() + 3_000);
    room.leave("Ada");
    room.rosterChanged();
    expect(room.hears("Ben")).toBe("Cem");
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    await room.settle();
    expect(room.hears("Ben")).toBe("Cem Dan Eva");
    expect(room.of("Ben").backAt.value).toBeUndefined();
  }, 15_000);

  it("can be taken back, and a move in it does not begin it anew", async () => {
    const room = await openTwo();
    room.of("Ada").callBack(30);
    await room.settle();
    const at = room.of("Ben").backAt.value ?? 0;
    room.of("Ada").move(sidOf("Ben"), 1);
    await room.settle();
    expect(Math.abs((room.of("Ben").backAt.value ?? 0) - at)).toBeLessThan(1_500);
    room.of("Ada").keepOpen();
    await room.settle();
    expect([room.of("Ben").backAt.value, room.hears("Ben")]).toEqual([undefined, "Dan Eva"]);
  });
});

describe("a sentence to all", () => {
  it("reaches every group, from the host alone", async () => {
    const room = await openTwo();
    room.of("Ada").tellAll("  Five minutes\nleft ");
    await room.settle();
    for (const name of ["Ben", "Dan"] as const)
      expect(room.of(name).told.value).toMatchObject({ name: "Ada", text: "Five minutes left" });
    room.say("Ben", "Dan", groupsKinds.tell, { text: "No" });
    await room.settle();
    expect(room.of("Dan").told.value?.text).toBe("Five minutes left");
    expect(room.refused.size).toBe(0); // the role may just have been handed on
  });

  it("is told to be unsaid where it comes too soon, or from somebody else", async () => {
    const room = await openTwo();
    const said = ["One", "Two", "Three"].map((text) => room.of("Ada").tellAll(text));
    expect([...said, room.of("Ben").tellAll("No")]).toEqual([true, true, false, false]);
  });
});

describe("a word", () => {
  const forged: readonly [string, (room: GroupsRoom) => Promise<object>][] = [
    [
      "by another key",
      async (room) => room.word({ epoch: Date.now() + 9e6, groups: [] }, await generateKey()),
    ],
    [
      "of another room",
      (room) => room.word({ epoch: Date.now() + 9e6, groups: [] }, room.key, "A".repeat(22)),
    ],
    [
      "that was changed",
      async (room) => ({
        ...(await room.word({ epoch: Date.now() + 9e6, groups: [] })),
        back: 30,
      }),
    ],
  ];
  it.each(forged)("%s cuts off who passes it on", async (_, make) => {
    const room = await openTwo();
    room.pass("Ben", "Dan", await make(room));
    await room.settle();
    expect([[...room.refused], room.hears("Dan")]).toEqual([["Ben"], "Eva"]);
  });

  it("that is old is dropped, and nobody is cut off for it", async () => {
    const room = await GroupsRoom.open(1, five);
    const old = await room.word({
      epoch: 7,
      groups: [{ name: "Old", sids: [sidOf("Dan")] }],
    });
    room.arrange(two);
    await room.settle();
    room.pass("Ben", "Dan", old);
    await room.settle();
    expect([room.refused.size, room.hears("Dan")]).toEqual([0, "Eva"]);
  });

  it("is passed on where the host does not reach somebody", async () => {
    const room = await GroupsRoom.open(1, five);
    await room.settle();
    room.lost = (from, to) => from === "Ada" && to === "Dan";
    room.arrange(two);
    await room.settle();
    expect([room.hears("Dan"), room.groups.get("Dan")]).toEqual(["Eva", "Blue"]);
  });

  it("changes nothing again when it is heard again", async () => {
    const room = await openTwo();
    const before = new Map(room.applied);
    for (let n = 0; n < 50; n++) room.say("Ben", "Dan", groupsKinds.recall, {});
    for (let n = 0; n < 50; n++) room.say("Ben", "Dan", groupsKinds.returned, { epoch: 3 + n });
    await room.settle();
    expect(room.applied).toEqual(before);
  });
});

test("in the end nobody sends to whom the host's newest word has elsewhere, whatever gets lost", () =>
  always(5, async (random) => {
    const room = await GroupsRoom.open(random.nextUint32(), five);
    await room.settle();
    const pairsLost = new Set<string>();
    room.lost = (from, to) => pairsLost.has([from, to].sort().join());
    const somebody = () => random.pickFrom([...room.parts.keys()]);
    for (let step = 0; step < 12; step++) {
      const host = room.of(room.host ?? "");
      const kind = random.integerBelow(8);
      if (kind < 2) {
        const groups = { Red: [] as string[], Blue: [] as string[], Green: [] as string[] };
        for (const name of room.parts.keys())
          if (random.integerBelow(4) > 0)
            groups[random.pickFrom(["Red", "Blue", "Green"] as const)].push(name);
        room.arrange(groups);
      } else if (kind === 2) host.move(sidOf(somebody()), random.pickFrom([undefined, 0, 1, 2]));
      else if (kind === 3) host.callBack(0);
      else if (kind === 4) room.of(somebody()).returnToMain();
      else if (kind === 5) room.host = somebody();
      else if (kind === 6 && room.parts.size > 3) {
        const gone = [...room.parts.keys()].find((name) => name !== room.host) ?? "";
        room.leave(gone);
        room.join(`${gone.slice(0, 3)}${step}`);
        room.rosterChanged();
      } else pairsLost.add([somebody(), somebody()].sort().join());
      if (random.integerBelow(2) === 0) await room.settle();
    }
    await room.settle();
    // Channels open again.
    pairsLost.clear();
    for (const one of room.parts.keys())
      for (const other of room.parts.keys())
        if (one !== other) room.of(one).peerReady(sidOf(other));
    await room.settle();
    const names = [...room.parts.keys()];
    for (const one of names)
      for (const other of names)
        if (one !== other)
          expect([one, other, room.sends(one, other)]).toEqual([
            ...[one, other, room.groups.get(one) === room.groups.get(other)],
          ]);
    expect(room.refused.size).toBe(0);
  }));
