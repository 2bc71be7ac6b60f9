import { describe, expect, it } from "vitest";
import { utf8 } from "../../crypto/bytes.ts";
import { ProtocolError } from "../../net/protocol.ts";
import { decodeRecord, encodeRecord, kinds } from "./messages.ts";

const id = "CAkKCwwNDg8";
const signature = "A".repeat(86);
const answered = { epoch: 7, answer: "yes", at: 1_790_000_000_000, signature };

function outcome(kind: number, value: unknown): string {
  try {
    decodeRecord(kind, utf8(typeof value === "string" ? value : JSON.stringify(value)));
    return "ok";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

it("what is encoded is decoded as it was", () => {
  for (const all of [
    { kind: "ask", message: { id, what: ["sound", "picture"], why: "Notes", on: true } },
    { kind: "answer", message: { id, epoch: 7, answer: "yes", at: 5, signature } },
    { kind: "off", message: { id, reason: "withdrawn" } },
  ] as const)
    expect(decodeRecord(...encodeRecord(all))).toEqual(all);
});

describe("refused is", () => {
  it.each([
    ["a kind that is none", 0x14, { id }, "unknown-kind"],
    ["no JSON", kinds.ask, "{", "bad-message"],
    ["a field more", kinds.off, { id, reason: "stopped", more: 1 }, "unknown-field"],
    ["a short id", kinds.off, { id: "CAkK", reason: "stopped" }, "bad-message"],
    ["a reason that is none", kinds.off, { id, reason: "tired" }, "bad-message"],
    ["nothing to record", kinds.ask, { id, what: [] }, "bad-message"],
    ["something twice", kinds.ask, { id, what: ["sound", "sound"] }, "bad-message"],
    ["another order", kinds.ask, { id, what: ["picture", "sound"] }, "bad-message"],
    ["an empty reason", kinds.ask, { id, what: ["sound"], why: "" }, "bad-message"],
    ["a long reason", kinds.ask, { id, what: ["sound"], why: "x".repeat(201) }, "bad-message"],
    ["an answer that is none", kinds.answer, { id, ...answered, answer: "maybe" }, "bad-message"],
    ["a short signature", kinds.answer, { id, ...answered, signature: "AAAA" }, "bad-message"],
    [
      "somebody twice",
      kinds.on,
      { id, epoch: 1, since: 1, answers: [1, 2].map(() => ({ sid: id, ...answered })) },
      "bad-message",
    ],
    ["nobody", kinds.on, { id, epoch: 1, since: 1, answers: [] }, "bad-message"],
  ])("%s", (_, kind, value, code) => {
    expect(outcome(kind, value)).toBe(code);
  });

  it("what is no UTF-8", () => {
    expect(() => decodeRecord(kinds.off, Uint8Array.of(0xff))).toThrow(ProtocolError);
  });
});
