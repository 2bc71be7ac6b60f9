// Every state of polls and questions.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { Poll } from "../../src/call/together/polls/model.ts";
import type { Question } from "../../src/call/together/questions/model.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someModel } from "../../src/ui/testing/values.ts";
import { link, others, own } from "./values.ts";

const unused = { receive() {}, peerReady() {}, peerGone() {}, stop() {} };

const pollPart = (polls: readonly Poll[], maySecret = true) => ({
  ...unused,
  polls: signal(polls),
  mayAsk: signal(true),
  maySecret: signal(maySecret),
  askPoll: () => false,
  answer() {},
  close() {},
});
const questionPart = (questions: readonly Question[]) => ({
  ...unused,
  questions: signal(questions),
  mayAsk: signal(true),
  askQuestion() {},
  raise() {},
  mark() {},
  withdraw() {},
});

function call(
  name: string,
  part: ReturnType<typeof pollPart | typeof questionPart>,
  kind = "video",
) {
  const model = someModel({
    ...{ phase: "joined", role: "host", hostName: "Ms Weber", peers: others(3) },
    ...(kind === "chat" && { kind: "chat" as const }),
    parts: new Map([[name, { at: "there", part }]]),
  });
  return <CallStage model={model} media={own()} name="Ms Weber" invitation={link} />;
}

const asked: Poll = {
  ...{ id: "a", asker: "anna", askerName: "Anna Berg", state: "open", type: "single" },
  question: "When do we meet again to look at the drawings?",
  choices: ["Monday, in the morning", "Tuesday", "Friday after four"],
  ...{ secret: false, own: [1], answered: 3, counts: [0, 2, 1] },
  answers: [
    { name: "Ms Weber", choices: [1] },
    { sid: "ben", name: "Ben Ott", choices: [1] },
    { sid: "anna", name: "Anna Berg", choices: [2] },
  ],
};
const { asker: _, ...mine } = asked;
const secret: Poll = {
  ...{ ...mine, id: "b", askerName: "Ms Weber", secret: true, own: [0], answers: [], answered: 3 },
  question: "Shall we go on with the second draft?",
};
const { counts: __, ...uncounted } = secret;
const scale: Poll = {
  ...{ ...asked, id: "c", state: "closed", type: "scale", own: [3], answers: [], secret: true },
  ...{ choices: ["not at all", "very well"], counts: [0, 1, 0, 2, 1], answered: 4 },
  question: "How did it go?",
};
const failed: Poll = {
  ...{ ...uncounted, id: "d", state: "closed", uncounted: "silent", missing: "Ben Ott" },
};

const question = (id: string, text: string, more: Partial<Question> = {}): Question => ({
  ...{ id, text, author: "anna", name: "Anna Berg", mark: "open", hands: 0, raised: false },
  ...more,
});
const { author: ___, ...ownQuestion } = question("o", "Who sends the minutes?");

export const polls: Record<string, () => ComponentChild> = {
  "call-polls": () => call("polls", pollPart([failed, scale, asked])),
  "call-polls-chat": () => call("polls", pollPart([scale, asked]), "chat"),
  "call-polls-secret": () => call("polls", pollPart([{ ...uncounted }])),
  "call-polls-counting": () => call("polls", pollPart([{ ...uncounted, state: "counting" }])),
  "call-polls-none": () => call("polls", pollPart([])),
  "call-polls-form": () => call("polls", pollPart([], true)),
  "call-polls-form-secret": () => call("polls", pollPart([], true)),
  "call-polls-form-scale": () => call("polls", pollPart([], false)),
  "call-polls-notice": () => call("polls", pollPart([{ ...asked, own: [] }])),
  "call-questions": () =>
    call(
      "questions",
      questionPart([
        question("t", "What does it cost if we wait until autumn?", {
          mark: "taken",
          hands: 2,
          raised: true,
        }),
        question("q", "Is the second door still there?", { hands: 1 }),
        ownQuestion,
        question("r", "Who has the key?", { mark: "answered" }),
      ]),
    ),
  "call-questions-none": () => call("questions", questionPart([])),
};

const open = ["together", "together-polls"];
const openQuestions = ["together", "together-questions"];
export const pollPresses: Record<string, readonly string[]> = {
  "call-polls": open,
  "call-polls-chat": open,
  "call-polls-secret": open,
  "call-polls-counting": open,
  "call-polls-none": open,
  "call-polls-form": [...open, "polls-new", "poll-add", "poll-ask"],
  "call-polls-form-scale": [...open, "polls-new", "poll-scale"],
  "call-polls-form-secret": [...open, "polls-new", "poll-secret", "poll-question=Where next?"],
  "call-questions": openQuestions,
  "call-questions-none": openQuestions,
};

/** What is loaded after the rest. */
export const pollAwaits: Record<string, string> = {
  "call-polls": "poll",
  "call-polls-chat": "poll",
  "call-polls-secret": "poll",
  "call-polls-counting": "poll",
  "call-polls-none": "polls-new",
  "call-polls-form": "poll-ask",
  "call-polls-form-scale": "poll-ask",
  "call-polls-form-secret": "poll-ask",
  "call-polls-notice": "poll-notice",
  "call-questions": "question",
  "call-questions-none": "question-text",
};
