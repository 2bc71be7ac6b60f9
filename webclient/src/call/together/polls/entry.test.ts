import { expect, test } from "vitest";
import { PollEntry } from "./entry.ts";
import type { NewPoll } from "./model.ts";

const asked: NewPoll = {
  question: "When?",
  type: "single",
  choices: ["Mon", "Tue"],
  secret: false,
};
const entryOf = (poll: Partial<NewPoll> = {}) =>
  new PollEntry({ id: "id", asker: "ada", askerName: "Ada" }, { ...asked, ...poll });

test("answers in the open are counted with who gave them, ours first", () => {
  const entry = entryOf({ type: "multiple" });
  entry.noteAnswer("ben", "Ben", [0, 1], false);
  entry.own = [1];
  expect(entry.snapshot("Cem")).toMatchObject({
    ...{ asker: "ada", state: "open", answered: 2, counts: [1, 2] },
    answers: [
      { name: "Cem", choices: [1] },
      { sid: "ben", name: "Ben", choices: [0, 1] },
    ],
  });
});

test("after the end one more answer of each counts, if it is its last", () => {
  const entry = entryOf();
  entry.noteAnswer("ben", "Ben", [0], false);
  entry.finish();
  entry.noteAnswer("ben", "Ben", [1], false);
  expect(entry.snapshot("").counts).toEqual([1, 0]);
  entry.noteAnswer("ben", "Ben", [1], true);
  entry.noteAnswer("ben", "Ben", [0], true);
  expect(entry.snapshot("").counts).toEqual([0, 1]);
});

test("of a secret poll nothing is known but how many have answered, until it is counted", () => {
  const entry = entryOf({ secret: true });
  entry.own = [1];
  entry.answered.set("ben", true);
  entry.answered.set("dan", false);
  const { answers, counts, answered } = entry.snapshot("Cem");
  expect([answers, counts, answered]).toEqual([[], undefined, 2]);
  expect(entry.ballot).toEqual([1]);
  entry.takeCounts([[1, 1, 0, 7]]); // the last is no choice
  expect(entry.snapshot("Cem")).toMatchObject({ state: "closed", counts: [1, 2] });
});

test("several choices are counted each for itself", () => {
  const entry = entryOf({ secret: true, type: "multiple" });
  entry.own = [1];
  expect(entry.ballot).toEqual([0, 1]);
  entry.takeCounts([
    [0, 1, 0, 0],
    [1, 1, 1, 3],
  ]);
  expect(entry.counts).toEqual([1, 3]);
});

test("an end is the end, with the reason that came first", () => {
  const entry = entryOf({ secret: true });
  entry.finish("left", "Ben");
  entry.finish("silent");
  expect(entry.snapshot("")).toMatchObject({ uncounted: "left", missing: "Ben" });
});
