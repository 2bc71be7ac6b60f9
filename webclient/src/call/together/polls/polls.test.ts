// Polls among up to six clients whose channels deliver in a made-up order.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toBase64url } from "../../../crypto/bytes.ts";
import { always } from "../../../crypto/testing/random.ts";
import { PartRoom, sidOf } from "../testing/room.ts";
import { patienceMs } from "./counting.ts";
import { pollKinds } from "./messages.ts";
import { type NewPoll, type Poll, pollLimits } from "./model.ts";
import { PollsPart } from "./polls.ts";

class Room extends PartRoom<PollsPart> {
  constructor(seed: number, ...names: string[]) {
    super(seed, (context) => new PollsPart(context), names);
    this.isBusy = () =>
      [...this.parts.values()].some((part) =>
        part.polls.value.some(({ state }) => state === "counting"),
      );
  }

  last(name: string): Poll {
    const poll = this.of(name).polls.value.at(-1);
    if (poll === undefined) throw new Error(`${name} knows of no poll`);
    return poll;
  }
}

const when: NewPoll = {
  question: "When?",
  type: "single",
  choices: ["Mon", "Tue", "Wed"],
  secret: false,
};
const secret: NewPoll = { ...when, secret: true };
const four = ["Ada", "Ben", "Cem", "Dan"];

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

async function asked(room: Room, asker: string, poll: NewPoll): Promise<string> {
  room.of(asker).askPoll(poll);
  await room.settle();
  return room.last(asker).id;
}

const given = ({ answers }: Poll) =>
  answers.map(({ name, choices }) => `${name}:${choices}`).sort();

test("answers in the open are the same for all, whatever crosses with the end", () =>
  always(30, async (random) => {
    const room = new Room(random.nextUint32(), ...four);
    const id = await asked(room, "Ada", { ...when, type: "multiple" });
    for (let i = 0; i < 12; i++) {
      const choices = [0, 1, 2].filter(() => random.integerBelow(2) === 1);
      room.of(random.pickFrom(four)).answer(id, choices);
      if (random.integerBelow(3) === 0) await room.settle();
    }
    room.of("Ada").close(id);
    await room.settle();
    const [first, ...others] = four.map((name) => room.last(name));
    for (const poll of others)
      expect([given(poll), poll.asker]).toEqual([given(first as Poll), poll.asker]);
    expect(four.map((name) => room.last(name).state)).toEqual(four.map(() => "closed"));
    expect(room.refused.size).toBe(0);
  }));

test("an answer can be changed and taken back until the end, and not after it", async () => {
  const room = new Room(1, ...four);
  const id = await asked(room, "Ada", when);
  room.of("Ben").answer(id, [0]);
  room.of("Ben").answer(id, [2]);
  room.of("Cem").answer(id, [1]);
  room.of("Cem").answer(id, []);
  room.of("Dan").answer(id, [0, 1]); // no single answer
  await room.settle();
  expect(given(room.last("Ada"))).toEqual(["Ben:2"]);
  expect(room.last("Cem").counts).toEqual([0, 0, 1]);
  room.of("Ada").close(id);
  await room.settle();
  room.of("Ben").answer(id, [1]);
  room.say("Ben", "Ada", pollKinds.answer, { id, choices: [1] });
  room.say("Ben", "Ada", pollKinds.answer, { id, choices: [1], final: true });
  await room.settle();
  expect(given(room.last("Ada"))).toEqual(["Ben:2"]);
});

test("who comes late is told, by the asker or by another once it has left", async () => {
  const room = new Room(2, ...four);
  const first = await asked(room, "Ada", when);
  room.of("Ben").answer(first, [1]);
  await room.settle();
  room.of("Ada").close(first);
  const second = await asked(room, "Ada", { ...when, question: "Where?" });
  room.of("Cem").answer(second, [0]);
  await room.settle();
  room.join("Eva");
  await room.settle();
  expect(room.of("Eva").polls.value.map(({ question, state }) => [question, state])).toEqual(
    expect.arrayContaining([
      ["When?", "closed"],
      ["Where?", "open"],
    ]),
  );
  expect(room.last("Eva").answered + (room.of("Eva").polls.value[0]?.answered ?? 0)).toBe(2);
  room.leave("Ada"); // its open poll ends with what was said so far
  expect(room.last("Ben").state).toBe("closed");
  room.join("Fay");
  await room.settle();
  expect(
    room.of("Fay").polls.value.map((poll) => [poll.question, ...given(poll), poll.toldBy]),
  ).toEqual([
    ["When?", "Ben:1", "Ben"],
    ["Where?", "Cem:0", "Ben"],
  ]);
});

test("an answer that comes before the poll counts", async () => {
  const room = new Room(3, ...four);
  const id = toBase64url(new Uint8Array(8));
  room.say("Ben", "Cem", pollKinds.answer, { id, choices: [1] });
  await room.settle();
  room.say("Ada", "Cem", pollKinds.poll, { id, ...when });
  await room.settle();
  expect(given(room.last("Cem"))).toEqual(["Ben:1"]);
});

test.each<[string, NewPoll, readonly number[][], number[]]>([
  ["single", secret, [[0], [1], [1], [2]], [1, 2, 1]],
  ["multiple", { ...secret, type: "multiple" }, [[0, 1], [1], [1, 2], [0]], [2, 3, 1]],
  [
    "scale",
    { ...secret, type: "scale", choices: ["bad", "good"] },
    [[4], [4], [0], [2]],
    [1, 0, 1, 0, 2],
  ],
])(
  "a secret poll (%s) gives its count to all and no answer to anybody",
  async (_, poll, answers, counts) => {
    const room = new Room(4, ...four);
    const told: string[] = [];
    const id = await asked(room, "Ada", poll);
    room.lost = (_from, _to, kind) => {
      told.push(kind.toString(16));
      return false;
    };
    for (const [i, name] of four.entries()) room.of(name).answer(id, answers[i] ?? []);
    await room.settle();
    expect(new Set(told)).toEqual(new Set(["42"])); // only that there is an answer
    expect(room.last("Ben").answered).toBe(4);
    expect(room.last("Ben").counts).toBeUndefined();
    room.of("Ada").close(id);
    await room.settle();
    for (const name of four)
      expect(room.last(name)).toMatchObject({ state: "closed", counts, answers: [] });
  },
);

test("fewer than four answers are not counted, and nothing of them is said", async () => {
  const room = new Room(5, ...four);
  const id = await asked(room, "Ada", secret);
  for (const name of ["Ben", "Cem", "Dan"]) room.of(name).answer(id, [0]);
  await room.settle();
  const kinds = new Set<number>();
  room.lost = (_from, _to, kind) => !kinds.add(kind);
  room.of("Ada").close(id);
  await room.settle();
  expect(four.map((name) => room.last(name).uncounted)).toEqual(four.map(() => "few"));
  expect([...kinds]).toEqual([pollKinds.close]);
});

test("who has not answered is told the count by the asker, and so is who comes later", async () => {
  const room = new Room(6, ...four, "Eva");
  const id = await asked(room, "Ada", secret);
  for (const name of four) room.of(name).answer(id, [1]);
  await room.settle();
  room.of("Ada").close(id);
  await room.settle();
  expect(room.last("Eva")).toMatchObject({ state: "closed", counts: [0, 4, 0] });
  room.join("Fay");
  await room.settle();
  expect(room.last("Fay")).toMatchObject({ counts: [0, 4, 0], toldBy: "Ada" });
});

/** A secret count in which something goes wrong; what everybody but Ben has of it. */
async function counted(room: Room, during: () => void | Promise<void>): Promise<Poll[]> {
  const id = await asked(room, "Ada", secret);
  for (const name of four) room.of(name).answer(id, [1]);
  await room.settle();
  room.of("Ada").close(id);
  await during();
  await room.settle();
  return [...room.parts.keys()].filter((name) => name !== "Ben").map((name) => room.last(name));
}

test("who does not reveal is named after a while, and there is no result", async () => {
  const room = new Room(7, ...four);
  room.lost = (from, _, kind) => from === "Ben" && kind === pollKinds.reveal;
  const polls = await counted(room, async () => {
    await room.settle();
    vi.advanceTimersByTime(patienceMs);
  });
  for (const poll of polls)
    expect(poll).toMatchObject({ state: "closed", uncounted: "silent", missing: "Ben" });
  expect(polls.every(({ counts }) => counts === undefined)).toBe(true);
});

test.each<[string, (room: Room) => void]>([
  ["leaves", (room) => room.leave("Ben")],
  [
    "takes the answer back",
    (room) => {
      const payload = { id: room.last("Ben").id, answered: false };
      for (const to of ["Ada", "Cem", "Dan"]) room.say("Ben", to, pollKinds.answered, payload);
    },
  ],
])("a voter who %s ends the count without a result", async (_, during) => {
  const room = new Room(8, ...four);
  room.lost = (from, _, kind) => from === "Ben" && kind === pollKinds.share;
  for (const poll of await counted(room, () => during(room)))
    expect(poll).toMatchObject({ state: "closed", uncounted: "left", missing: "Ben" });
});

test("a count goes on over a new connection", async () => {
  const room = new Room(9, ...four);
  room.lost = (from, to, kind) => from === "Ben" && to === "Cem" && kind >= pollKinds.share;
  const polls = await counted(room, async () => {
    await room.settle();
    room.lost = () => false;
    room.of("Ben").peerReady(sidOf("Cem"));
    room.of("Cem").peerReady(sidOf("Ben"));
  });
  for (const poll of polls) expect(poll.counts).toEqual([0, 4, 0]);
});

test.each<[string, number, (id: string) => object]>([
  ["a vote for another", pollKinds.answer, (id) => ({ id, choices: [0], sid: sidOf("Cem") })],
  ["a choice that there is not", pollKinds.answer, (id) => ({ id, choices: [3] })],
  ["two answers to a single question", pollKinds.answer, (id) => ({ id, choices: [0, 1] })],
  ["the same twice", pollKinds.answer, (id) => ({ id, choices: [1, 1] })],
  ["the end of another's poll", pollKinds.close, (id) => ({ id })],
  ["another's poll as its own", pollKinds.poll, (id) => ({ id, ...when })],
  [
    "a part of a secret count in an open poll",
    pollKinds.commit,
    (id) => ({ id, hash: toBase64url(new Uint8Array(32)) }),
  ],
  ["an answer to a secret poll", pollKinds.answered, (id) => ({ id, answered: true })],
])("%s cuts its sender off", async (_, kind, payload) => {
  const room = new Room(10, ...four);
  const id = await asked(room, "Ada", when);
  for (const to of ["Ada", "Cem"]) room.say("Ben", to, kind, payload(id));
  await room.settle();
  expect([...room.refused]).toEqual(["Ben"]);
  expect(room.last("Cem")).toMatchObject({ state: "open", answers: [] });
});

test("an answer in the open to a secret poll cuts its sender off", async () => {
  const room = new Room(11, ...four);
  const id = await asked(room, "Ada", secret);
  room.say("Ben", "Cem", pollKinds.answer, { id, choices: [0] });
  await room.settle();
  expect([...room.refused]).toEqual(["Ben"]);
});

test("one is open for each, ten are asked by each, and thirty are kept", async () => {
  const room = new Room(12, ...four, "Eva");
  for (const name of [...four, "Eva"])
    for (let i = 0; i < pollLimits.each; i++) {
      const id = await asked(room, name, when);
      room.of(name).askPoll({ ...when, question: "Another?" }); // one is open
      room.of(name).close(id);
      await room.settle();
    }
  room.of("Ada").askPoll(when);
  await room.settle();
  expect(room.of("Ben").polls.value).toHaveLength(pollLimits.all);
  expect(room.of("Ben").polls.value.some(({ question }) => question === "Another?")).toBe(false);
  room.say("Ada", "Ben", pollKinds.poll, { id: toBase64url(new Uint8Array(8)), ...when });
  await room.settle();
  expect([...room.refused]).toEqual(["Ada"]);
  for (let i = 0; i < 40; i++)
    room.say("Cem", "Ben", pollKinds.told, {
      ...{ id: toBase64url(room.random.randomBytes(8)), ...when, asker: "Zoe", answers: [] },
    });
  await room.settle();
  expect(room.of("Ben").polls.value).toHaveLength(pollLimits.all);
});

test("stop ends what is open, and forgets what it is told to", async () => {
  const room = new Room(13, ...four);
  await asked(room, "Ada", when);
  room.of("Ada").stop(false);
  expect(room.last("Ada").state).toBe("closed");
  room.of("Ada").stop(true);
  expect(room.of("Ada").polls.value).toEqual([]);
});
