import { expect, test } from "vitest";
import { toBase64url, utf8 } from "../../../crypto/bytes.ts";
import { always } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { encodePayload } from "../json.ts";
import { prime } from "./field.ts";
import { decodePoll, isAnswerTo, type PollMessage, pollKinds } from "./messages.ts";

const id = "CAkKCwwNDg8";
const hash = toBase64url(new Uint8Array(32));
const four = [id, "EBESExQVFhc", "GBkaGxwdHh8", "ICEiIyQlJic"];
const asked = {
  question: "When?",
  type: "single",
  choices: ["Mon", "Tue"],
  secret: false,
} as const;
const row = [0, 1, 2, Number(prime) - 1];

const all: readonly PollMessage[] = [
  { kind: "poll", id, ...asked },
  { kind: "answer", id, choices: [1], final: true },
  { kind: "answered", id, answered: true },
  { kind: "close", id, voters: four },
  { kind: "share", id, asked: hash, voters: four, shares: [row] },
  { kind: "commit", id, hash },
  {
    kind: "reveal",
    id,
    sums: [row],
    nonce: toBase64url(new Uint8Array(16)),
    commits: four.map(() => hash),
  },
  { kind: "told", id, ...asked, asker: "Ada", answers: [{ name: "Ben", choices: [0] }] },
  { kind: "told", id, ...asked, secret: true, asker: "Ada", counts: [3, 1] },
  { kind: "told", id, ...asked, secret: true, asker: "Ada", uncounted: "few" },
  { kind: "recall" },
];

test("the way there is the way back", () => {
  for (const message of all)
    expect(decodePoll(pollKinds[message.kind], encodePayload(message))).toEqual(message);
});

const refused = (kind: keyof typeof pollKinds, value: object) =>
  expect(() => decodePoll(pollKinds[kind], utf8(JSON.stringify(value)))).toThrow(ProtocolError);

test.each<[string, keyof typeof pollKinds, object]>([
  ["a poll with one choice", "poll", { id, ...asked, choices: ["Mon"] }],
  ["a poll with nine", "poll", { id, ...asked, choices: [..."123456789"] }],
  ["a scale with three words", "poll", { id, ...asked, type: "scale", choices: ["a", "b", "c"] }],
  ["a question of two lines", "poll", { id, ...asked, question: "When\nthen?" }],
  ["choices that do not rise", "answer", { id, choices: [1, 0] }],
  ["a ninth choice", "answer", { id, choices: [8] }],
  [
    "a number that is none of the field",
    "share",
    { id, asked: hash, voters: four, shares: [[0, 0, 0, Number(prime)]] },
  ],
  ["shares among three", "share", { id, asked: hash, voters: four, shares: [[0, 0, 0]] }],
  ["seven voters", "close", { id, voters: Array.from({ length: 7 }, () => id) }],
  ["counts of an open poll", "told", { id, ...asked, asker: "Ada", answers: [], counts: [0, 0] }],
  ["an open poll without answers", "told", { id, ...asked, asker: "Ada" }],
  [
    "an answer that cannot be given",
    "told",
    { id, ...asked, asker: "Ada", answers: [{ name: "Ben", choices: [2] }] },
  ],
  [
    "answers to a secret poll",
    "told",
    { id, ...asked, secret: true, asker: "Ada", answers: [], counts: [0, 0] },
  ],
  ["a secret poll without an end", "told", { id, ...asked, secret: true, asker: "Ada" }],
  [
    "counts of other choices",
    "told",
    { id, ...asked, secret: true, asker: "Ada", counts: [1, 2, 3] },
  ],
])("%s is refused", (_, kind, value) => refused(kind, value));

test("an answer is one choice, or several where that is asked for", () => {
  expect(isAnswerTo(asked, [])).toBe(true);
  expect(isAnswerTo(asked, [1])).toBe(true);
  expect(isAnswerTo(asked, [0, 1])).toBe(false);
  expect(isAnswerTo({ ...asked, type: "multiple" }, [0, 1])).toBe(true);
  expect(isAnswerTo({ ...asked, type: "scale" }, [4])).toBe(true);
  expect(isAnswerTo({ ...asked, type: "scale" }, [5])).toBe(false);
});

test("whatever comes is taken or refused, and nothing else happens", () =>
  always(1000, (random) => {
    const message = random.pickFrom(all);
    const bytes = random.flipped(encodePayload(message));
    try {
      const taken = decodePoll(pollKinds[message.kind], bytes);
      expect(decodePoll(pollKinds[message.kind], encodePayload(taken))).toEqual(taken);
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
    }
  }));
