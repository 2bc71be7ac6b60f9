// A recording made of plain values, and people who do not exist.
import { signal } from "@preact/signals";
import type { Answer, Content, Ended, Request, Taking } from "../../call/recording/model.ts";

const people = ["Anna Berg", "Ben Ott", "Carla Lenz"];
const began = new Date(2026, 2, 5, 14, 5).getTime();

export interface RecordingValues {
  stage?: Request["stage"];
  /** A sid, "self" for our own; undefined: nobody asks. */
  by?: string;
  what?: readonly Content[];
  /** Our own, and those of Anna, Ben and Carla. */
  answers?: readonly (Answer | undefined)[];
  taking?: Taking;
  ended?: Ended;
  rogues?: readonly string[];
  minutes?: number;
}

const sidOf = (place: number) => (place === 0 ? "self" : `sid-${people[place - 1]}`);

export function someRequest(values: RecordingValues): Request | undefined {
  const { stage = "asking", by, what = ["sound", "picture", "screen"], answers = [] } = values;
  if (by === undefined) return;
  const given = answers.flatMap((answer, place) =>
    answer ? [[sidOf(place), { answer, at: place, epoch: 1, signature: "" }] as const] : [],
  );
  return {
    ...{ id: "a", recorder: by, what, stage, answers: new Map(given) },
    ...{ why: "So that Carla can hear what we decided", since: began },
  };
}

/** It stands still until somebody writes one of its signals. */
export function someRecording(values: RecordingValues) {
  return {
    sid: "self",
    request: signal(someRequest(values)),
    rogues: signal(values.rogues ?? []),
    ended: signal(values.ended),
    taking: signal<Taking>(values.taking ?? { stage: "idle" }),
    minutesLeft: signal(values.minutes),
    others: () => people.map((name) => ({ sid: `sid-${name}`, name })),
    nameOf: (sid: string) => sid.replace("sid-", ""),
    askEverybody() {},
    respond() {},
    stopRecording() {},
    dismissEnded() {},
    ...{ receive() {}, peerReady() {}, peerGone() {}, stop() {} },
  };
}
