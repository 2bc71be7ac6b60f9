import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bytes, utf8 } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { nameOfPicture } from "../pictures/name.ts";
import { madePicture } from "../testing/madepicture.ts";
import { SlowRoom, type Somebody } from "../testing/slowroom.ts";
import { lastTurn, slidesKinds } from "./messages.ts";
import type { Slides } from "./model.ts";
import { SlidesPart } from "./slides.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type One = Somebody<SlidesPart>;
const settle = (ms = 10_000) => vi.advanceTimersByTimeAsync(ms);

function roomOf(people: number, seed = 1) {
  const room = new SlowRoom<SlidesPart>(new Random(seed), (context) => new SlidesPart(context));
  const all = Array.from({ length: people }, () => room.join()) as [One, One, One, One];
  return { room, all };
}

const pictures = Array.from({ length: 12 }, (_, n) => madePicture(new Random(n), 5_000 + n));
const [only, second] = pictures as [Bytes, Bytes];
const other = nameOfPicture(second);

function slidesOf(pages: number, title = "Offer") {
  const closed = vi.fn<() => void>();
  const draw = async (page: number) => pictures[page - 1] ?? only;
  return { title, pages, draw, close: closed } satisfies Slides;
}

/** What each sees: page, presenter and the picture that is there. */
const seen = ({ part }: One) => {
  const state = part.state.value;
  if (state === undefined) return undefined;
  const page = pictures.findIndex((bytes) => nameOfPicture(bytes) === state.picture) + 1;
  return [state.page, state.presenter, page] as const;
};

const bytesOf = (message: object): Bytes => utf8(JSON.stringify(message));

describe("slides", () => {
  it("are seen page by page by all, and by whoever comes later", async () => {
    const { room, all } = roomOf(3);
    const [anna, ben, cem] = all;
    anna.part.present(slidesOf(12));
    await settle();
    expect(seen(ben)).toEqual([1, anna.sid, 1]);
    expect(ben.part.state.value).toMatchObject({ title: "Offer", pages: 12 });
    anna.part.turnTo(9);
    await settle();
    const dan = room.join();
    await settle();
    expect([cem, dan].map(seen)).toEqual(Array(2).fill([9, anna.sid, 9]));
    expect(seen(anna)).toEqual([9, undefined, 9]);
    for (const page of [0, 13, 9]) anna.part.turnTo(page);
    ben.part.turnTo(2);
    await settle();
    expect([anna, ben].map((one) => seen(one)?.[0])).toEqual([9, 9]);
    anna.part.end();
    await settle();
    expect(all.map(seen)).toEqual(Array(3).fill(undefined));
    expect(ben.part.pictures.value.size).toBe(0);
    expect(room.refused).toEqual([]);
  });

  it("are drawn as they are needed: the page, and three ahead", async () => {
    const { all } = roomOf(2);
    const slides = slidesOf(12);
    const draw = vi.spyOn(slides, "draw");
    all[0].part.present(slides);
    await settle();
    expect(draw.mock.calls.map(([page]) => page)).toEqual([1, 2, 3, 4]);
    expect([...(all[1].part.state.value?.known ?? [])]).toEqual([1, 2, 3, 4]);
    draw.mockRejectedValueOnce(new Error("damaged"));
    all[0].part.turnTo(8);
    await settle();
    expect(all[0].part.isBroken.value).toBe(true);
    expect(seen(all[1])).toEqual([8, all[0].sid, 0]);
  });

  it("have a place where the presenter points, for a moment", async () => {
    const { all } = roomOf(2);
    const [anna, ben] = all;
    anna.part.present(slidesOf(2));
    await settle();
    anna.part.point({ x: 1, y: 10_000 });
    ben.part.point({ x: 5, y: 5 });
    await settle(500);
    expect(ben.part.state.value?.spot).toEqual({ x: 1, y: 10_000 });
    anna.part.point(undefined);
    await settle(500);
    expect(ben.part.state.value?.spot).toBeUndefined();
    anna.part.point({ x: 2, y: 2 });
    await settle(4_000);
    expect([anna, ben].map(({ part }) => part.state.value?.spot)).toEqual([undefined, undefined]);
  });

  it("are handed over to somebody who accepts, and goes on without the file", async () => {
    const { room, all } = roomOf(3);
    const [anna, ben, cem] = all;
    const slides = slidesOf(12);
    anna.part.present(slides);
    await settle();
    void anna.part.offerTo(ben.sid);
    await settle();
    expect([ben, cem].map(({ part }) => part.state.value?.isOffered)).toEqual([true, false]);
    cem.part.takeOver(); // whom nobody has asked
    ben.part.declineOffer();
    await settle();
    expect(anna.part.state.value?.offeredTo).toBeUndefined();
    expect(seen(cem)?.[1]).toBe(anna.sid);
    void anna.part.offerTo(ben.sid);
    await settle();
    ben.part.takeOver();
    await settle();
    ben.part.turnTo(12);
    await settle();
    expect([anna, cem].map(seen)).toEqual(Array(2).fill([12, ben.sid, 12]));
    expect(anna.part.isPresenting).toBe(false);
    // And back: Anna still has the file.
    void ben.part.offerTo(anna.sid);
    await settle();
    anna.part.takeOver();
    await settle();
    expect(seen(cem)?.[1]).toBe(anna.sid);
    expect(slides.close).not.toHaveBeenCalled();
    expect(room.refused).toEqual([]);
  });

  it("stay when the presenter leaves, and anybody may go on with what is there", async () => {
    const { room, all } = roomOf(3);
    const [anna, ben, cem] = all;
    anna.part.present(slidesOf(12));
    await settle();
    room.leave(anna);
    expect(ben.part.state.value).toMatchObject({ page: 1, isLeft: true });
    cem.part.takeOver();
    await settle();
    cem.part.turnTo(12); // which has never been drawn
    cem.part.turnTo(4);
    await settle();
    expect(seen(ben)).toEqual([4, cem.sid, 4]);
    expect(ben.part.state.value?.isLeft).toBe(false);
    const dan = room.join();
    await settle();
    expect(seen(dan)).toEqual([4, cem.sid, 4]);
    room.leave(cem);
    ben.part.end();
    expect(seen(ben)).toBeUndefined();
    expect(room.refused).toEqual([]);
  });

  it("of which no page has come are gone with the presenter", async () => {
    const { room, all } = roomOf(2);
    const [anna, ben] = all;
    anna.part.present({ ...slidesOf(2), draw: () => new Promise<Bytes>(() => {}) });
    await settle();
    expect([seen(ben)?.[0], ben.part.isTaken]).toEqual([1, true]);
    room.leave(anna);
    expect([seen(ben), ben.part.isTaken]).toEqual([undefined, false]);
  });

  it("of two who begin at once are the same for all", async () => {
    for (let seed = 0; seed < 40; seed++) {
      const { room, all } = roomOf(4, seed);
      const random = new Random(seed);
      for (let n = 0; n < 6; n++) {
        random.pickFrom(all).part.present(slidesOf(3, `${n}`));
        await settle(random.integerBelow(250));
      }
      await settle();
      const presenting = all.filter(({ part }) => part.isPresenting);
      expect(presenting).toHaveLength(1);
      expect(new Set(all.map(({ part }) => part.state.value?.title)).size).toBe(1);
      for (const one of all) expect(seen(one)?.[1] ?? one.sid).toBe(presenting[0]?.sid);
      expect(room.refused).toEqual([]);
      for (const { part } of all) part.stop(true);
    }
  });

  it("are the same for all whatever is lost, handed over or ended", async () => {
    for (let seed = 0; seed < 25; seed++) {
      const { room } = roomOf(3, seed);
      const random = new Random(seed + 100);
      for (let step = 0; step < 60; step++) {
        const [one, other] = [random.pickFrom(room.people), random.pickFrom(room.people)];
        const what = random.integerBelow(14);
        if (what < 2) one.part.present(slidesOf(6, `${step}`));
        else if (what < 3 && one !== other) {
          room.disconnect(one.sid, other.sid);
          await settle(random.integerBelow(400));
          room.reconnect(one.sid, other.sid);
        } else if (what < 4) void one.part.offerTo(other.sid);
        else if (what < 6) one.part.takeOver();
        else if (what < 7) one.part.end();
        else if (what < 8 && room.people.length < 5) room.join();
        else if (what < 9 && room.people.length > 2) room.leave(one);
        else one.part.turnTo(1 + random.integerBelow(6));
        await settle(random.integerBelow(400));
      }
      await settle(120_000);
      expect(room.refused).toEqual([]);
      const presenting = room.people.filter(({ part }) => part.isPresenting);
      expect(presenting.length).toBeLessThan(2);
      for (const one of presenting.length === 1 ? room.people : []) {
        expect(seen(one)?.[1] ?? one.sid).toBe(presenting[0]?.sid);
        expect(one.part.state.value?.page).toBe(presenting[0]?.part.state.value?.page);
        expect(one.part.state.value?.picture).toBeDefined();
      }
      for (const { part } of room.people) part.stop(true);
    }
  }, 60_000);
});

describe("who breaks a rule is cut off", () => {
  const show = { turn: 1, deck: "CAkKCwwNDg8", title: "x", pages: 3, page: 1 };
  const picture = nameOfPicture(only);

  async function twoOf() {
    const { all } = roomOf(2);
    await settle();
    const [anna, mallory] = all;
    const say = (kind: keyof typeof slidesKinds, message: object) =>
      anna.part.receive(mallory.sid, slidesKinds[kind], bytesOf(message));
    return { anna, mallory, say };
  }

  it.each<[string, keyof typeof slidesKinds, object]>([
    ["a page without being the presenter", "turn", { turn: 1, page: 1 }],
    ["pictures without being the presenter", "sheets", { turn: 1, sheets: [{ page: 1, picture }] }],
    ["a place without being the presenter", "point", { turn: 1, x: 1, y: 1 }],
    ["an offer without being the presenter", "offer", { turn: 1 }],
  ])("for %s", async (_, kind, message) => {
    const { say } = await twoOf();
    expect(() => say(kind, message)).toThrow(ProtocolError);
  });

  it.each<[string, keyof typeof slidesKinds, object]>([
    ["a page beyond the last", "turn", { turn: 2, page: 4 }],
    ["a picture of such a page", "sheets", { turn: 2, sheets: [{ page: 4, picture }] }],
    ["another picture of a page", "sheets", { turn: 2, sheets: [{ page: 1, picture: other }] }],
    [
      "more pictures than pages",
      "sheets",
      { turn: 2, sheets: Array(121).fill({ page: 1, picture }) },
    ],
    ["an earlier turn", "turn", { turn: 1, page: 1 }],
    ["an earlier claim", "show", { ...show, turn: 1 }],
    ["other slides in the same turn", "show", { ...show, turn: 2, title: "y" }],
    ["a place off the page", "point", { turn: 2, x: 10_001, y: 0 }],
  ])("for %s", async (_, kind, message) => {
    const { say, anna } = await twoOf();
    say("show", { ...show, turn: 2 });
    say("sheets", { turn: 2, sheets: [{ page: 1, picture }] });
    say("point", { turn: 2, x: 10_000, y: 0 });
    expect(() => say(kind, message)).toThrow(ProtocolError);
    anna.part.stop(true);
  });

  it("for turns without end, and for a kind that there is not", async () => {
    const { say, anna, mallory } = await twoOf();
    const claim = () => {
      for (let turn = 1; turn < 200; turn++) say("show", { ...show, turn });
    };
    expect(claim).toThrow("too many turns");
    expect(() => anna.part.receive(mallory.sid, 0x6f, bytesOf({}))).toThrow("unknown-kind");
  });

  it("but not what a connection has lost, nor what crosses a hand-over", async () => {
    const { say, anna, mallory } = await twoOf();
    say("show", show);
    anna.part.present(slidesOf(3));
    say("turn", { turn: 1, page: 2 }); // not yet heard of Anna's
    say("turn", { turn: 7, page: 2 }); // its claim was lost
    await settle();
    expect(seen(anna)).toEqual([1, undefined, 1]);
    anna.part.peerGone(mallory.sid);
    say("turn", { turn: 1, page: 2 });
  });

  it("whoever takes the last turn has it until they leave", async () => {
    const { say, anna, mallory } = await twoOf();
    say("show", { ...show, turn: lastTurn });
    anna.part.peerGone(mallory.sid);
    anna.part.present(slidesOf(3));
    await settle();
    expect(anna.part.isPresenting).toBe(true);
  });
});
