// Questions among clients whose channels deliver in a made-up order.
import { expect, test } from "vitest";
import { toBase64url } from "../../../crypto/bytes.ts";
import { always } from "../../../crypto/testing/random.ts";
import { PartRoom, sidOf } from "../testing/room.ts";
import { questionKinds } from "./messages.ts";
import { questionLimits } from "./model.ts";
import { QuestionsPart } from "./questions.ts";

const four = ["Ada", "Ben", "Cem", "Dan"] as const; // Ada is the host
const roomOf = (seed: number, ...names: readonly string[]) =>
  new PartRoom(seed, (context) => new QuestionsPart(context), names);
type Room = ReturnType<typeof roomOf>;

const listOf = (room: Room, name: string) =>
  room.of(name).questions.value.map(({ text, hands, mark }) => `${text} ${hands} ${mark}`);
const idOf = (room: Room, name: string, text: string) =>
  room.of(name).questions.value.find((one) => one.text === text)?.id ?? "";

async function asked(room: Room, name: string, text: string): Promise<string> {
  room.of(name).askQuestion(text);
  await room.settle();
  return idOf(room, name, text);
}

test("everybody has the same questions, hands and marks in the end", () =>
  always(30, async (random) => {
    const room = roomOf(random.nextUint32(), ...four);
    const texts = ["Why?", "How?", "When?", "Who?"];
    for (const text of texts) room.of(random.pickFrom(four)).askQuestion(text);
    for (let i = 0; i < 20; i++) {
      const name = random.pickFrom(four);
      const id = idOf(room, name, random.pickFrom(texts));
      room.of(name).raise(id, random.integerBelow(3) > 0);
      if (random.integerBelow(4) === 0)
        room.of("Ada").mark(id, random.pickFrom(["taken", "answered"]));
      if (random.integerBelow(6) === 0) room.of(name).withdraw(id);
      if (random.integerBelow(3) === 0) await room.settle();
    }
    await room.settle();
    const [first, ...others] = four.map((name) => listOf(room, name).sort());
    for (const list of others) expect(list).toEqual(first);
    expect(room.refused.size).toBe(0);
  }));

test("taken come first, then by hands and age, and what is answered last", async () => {
  const room = roomOf(1, ...four);
  const ids = [];
  for (const text of ["first", "second", "third", "fourth"])
    ids.push(await asked(room, "Ben", text));
  room.of("Cem").raise(ids[1] ?? "", true);
  room.of("Ada").mark(ids[0] ?? "", "answered");
  room.of("Ada").mark(ids[3] ?? "", "taken");
  await room.settle();
  expect(listOf(room, "Dan")).toEqual([
    "fourth 0 taken",
    "second 1 open",
    "third 0 open",
    "first 0 answered",
  ]);
});

test("who comes late is told all, also of who has left", async () => {
  const room = roomOf(2, ...four);
  const first = await asked(room, "Ben", "Why?");
  await asked(room, "Cem", "How?");
  room.of("Dan").raise(first, true);
  room.of("Ada").mark(first, "taken");
  await room.settle();
  room.leave("Ben");
  room.join("Eva");
  await room.settle();
  expect(listOf(room, "Eva")).toEqual(["Why? 1 taken", "How? 0 open"]);
  expect(room.of("Eva").questions.value[0]?.name).toBe("Ben");
  room.leave("Dan");
  expect(listOf(room, "Eva")).toEqual(["Why? 0 taken", "How? 0 open"]);
});

test("only the host marks, and only it speaks for others", async () => {
  const room = roomOf(3, ...four);
  const id = await asked(room, "Ben", "Why?");
  room.of("Cem").mark(id, "answered");
  room.say("Cem", "Dan", questionKinds.mark, { id, mark: "answered" });
  room.say("Cem", "Dan", questionKinds.told, {
    id: toBase64url(new Uint8Array(8)),
    text: "x",
    name: "y",
  });
  await room.settle();
  expect(listOf(room, "Dan")).toEqual(["Why? 0 open"]);
  expect(room.refused.size).toBe(0); // the role may just have been handed on
});

test.each<[string, number, (id: string) => object]>([
  ["another's question as its own", questionKinds.question, (id) => ({ id, text: "Why?" })],
  ["another's question taken back", questionKinds.withdraw, (id) => ({ id })],
  ["a field that there is not", questionKinds.raise, (id) => ({ id, up: true, sid: sidOf("Ada") })],
  [
    "a text of two lines",
    questionKinds.question,
    () => ({ id: toBase64url(new Uint8Array(8)), text: "a\nb" }),
  ],
  [
    "a text without an end",
    questionKinds.question,
    () => ({ id: toBase64url(new Uint8Array(8)), text: "a".repeat(301) }),
  ],
  ["a kind that there is not", 0x5f, (id) => ({ id })],
])("%s cuts its sender off", async (_, kind, payload) => {
  const room = roomOf(4, ...four);
  const id = await asked(room, "Ben", "Why?");
  room.say("Cem", "Dan", kind, payload(id));
  await room.settle();
  expect([...room.refused]).toEqual(["Cem"]);
  expect(listOf(room, "Dan")).toEqual(["Why? 0 open"]);
});

test("nobody raises a hand for their own question", async () => {
  const room = roomOf(5, ...four);
  const id = await asked(room, "Ben", "Why?");
  room.of("Ben").raise(id, true);
  await room.settle();
  expect(listOf(room, "Dan")).toEqual(["Why? 0 open"]);
  room.say("Ben", "Dan", questionKinds.raise, { id, up: true });
  await room.settle();
  expect([...room.refused]).toEqual(["Ben"]);
});

test("twenty are asked by each, sixty are kept, and what is answered gives way", async () => {
  const room = roomOf(6, ...four);
  for (const name of four)
    for (let i = 0; i < questionLimits.each + 1; i++) room.of(name).askQuestion(`${name} ${i}`);
  await room.settle();
  for (const name of four) expect(room.of(name).questions.value).toHaveLength(questionLimits.all);
  expect(room.of("Ada").mayAsk.value).toBe(false);
  room.say("Ben", "Dan", questionKinds.question, { id: toBase64url(new Uint8Array(8)), text: "x" });
  await room.settle();
  expect([...room.refused]).toEqual(["Ben"]);
});
