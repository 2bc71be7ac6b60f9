import { expect, test } from "vitest";
import { utf8 } from "../../crypto/bytes.ts";
import { always } from "../../crypto/testing/random.ts";
import { ProtocolError } from "../../net/protocol.ts";
import { listOf, optional } from "../../net/schema.ts";
import {
  base64url,
  boolean,
  encodePayload,
  integer,
  lineUpTo,
  oneOf,
  payloadDecoder,
} from "./json.ts";

type Message =
  | { readonly kind: "one"; readonly id: string; readonly text: string }
  | { readonly kind: "two"; readonly list: readonly number[]; readonly done?: boolean }
  | { readonly kind: "three"; readonly word: "a" | "b" };

const decode = payloadDecoder<Message>(
  { one: 1, two: 2, three: 3 },
  {
    one: { id: base64url(8), text: lineUpTo(5) },
    two: { list: listOf(integer(0, 9), 0, 3), done: optional(boolean) },
    three: { word: oneOf("a", "b") },
  },
);
const take = (kind: number, value: unknown) => decode(kind, utf8(JSON.stringify(value)));

test("each kind has its fields, and the way there is the way back", () => {
  const all: readonly (readonly [number, Message])[] = [
    [1, { kind: "one", id: "CAkKCwwNDg8", text: "Grüße" }],
    [2, { kind: "two", list: [0, 9], done: true }],
    [3, { kind: "three", word: "b" }],
  ];
  for (const [kind, message] of all) expect(decode(kind, encodePayload(message))).toEqual(message);
});

test.each<[string, number, unknown]>([
  ["another kind", 4, {}],
  ["a field too many", 3, { word: "a", kind: "three" }],
  ["a field too few", 2, {}],
  ["an id of another length", 1, { id: "CAkKCwwNDg", text: "x" }],
  ["a number as an id", 1, { id: 8, text: "x" }],
  ["nothing to see", 1, { id: "CAkKCwwNDg8", text: "" }],
  ["more than a line", 1, { id: "CAkKCwwNDg8", text: "a\nb" }],
  ["what turns the text around", 1, { id: "CAkKCwwNDg8", text: "a\u202eb" }],
  ["too long a line", 1, { id: "CAkKCwwNDg8", text: "abcdef" }],
  ["a number out of range", 2, { list: [10] }],
  ["half a number", 2, { list: [0.5] }],
  ["another word", 3, { word: "c" }],
  ["a list", 3, []],
])("%s is refused", (_, kind, value) => {
  expect(() => take(kind, value)).toThrow(ProtocolError);
});

test("whatever bytes there are, they are refused or taken, and nothing else happens", () =>
  always(500, (random) => {
    const valid = encodePayload({ kind: "one", id: "CAkKCwwNDg8", text: "x" });
    const bytes = random.integerBelow(2) ? random.flipped(valid) : random.randomBytes(40);
    try {
      decode(1 + random.integerBelow(4), bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
    }
  }));
