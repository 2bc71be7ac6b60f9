// The payloads that the protocol's text shows are read and written as they stand there.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fromUtf8, utf8 } from "../crypto/bytes.ts";
import { decodeRecord, encodeRecord } from "./recording/messages.ts";
import { encodePayload } from "./together/json.ts";
import { decodePoll, pollKinds } from "./together/polls/messages.ts";
import { decodeQuestion, questionKinds } from "./together/questions/messages.ts";

const text = readFileSync("../docs/protocol.md", "utf8");
const block = /```json ((?:record|poll|question)[a-z-]*)\n(.*?)\n```/gs;
const shown = new Map([...text.matchAll(block)].map(([, name = "", json = ""]) => [name, json]));
const recordKinds = { ask: 0x10, answer: 0x11, on: 0x12, off: 0x13 } as const;

/** What is left of a payload that is read and written again. */
const written: Readonly<Record<string, (json: string) => string>> = {
  ...Object.fromEntries(
    Object.entries(recordKinds).map(([kind, number]) => [
      `record-${kind}`,
      (json: string) => {
        const [again, payload] = encodeRecord(decodeRecord(number, utf8(json)));
        return again === number ? fromUtf8(payload) : "another kind";
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(pollKinds).map(([kind, number]) => [
      kind === "poll" ? "poll" : `poll-${kind}`,
      (json: string) => fromUtf8(encodePayload(decodePoll(number, utf8(json)))),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(questionKinds).map(([kind, number]) => [
      kind === "question" ? "question" : `question-${kind}`,
      (json: string) => fromUtf8(encodePayload(decodeQuestion(number, utf8(json)))),
    ]),
  ),
};

it.each(Object.entries(written))("%s is read and written", (name, again) => {
  const json = shown.get(name) ?? "";
  expect(JSON.parse(again(json))).toEqual(JSON.parse(json));
});

it("the protocol shows each payload of these parts, and no other", () => {
  expect([...shown.keys()].sort()).toEqual(Object.keys(written).sort());
});
