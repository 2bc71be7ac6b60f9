import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fromBase64url, toBase64url, utf8 } from "../../../crypto/bytes.ts";
import { groupsBytes } from "../../../crypto/groups.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { encodePayload } from "../json.ts";
import { decodeGroups, groupsKinds } from "./messages.ts";

const [one, other] = ["CAkKCwwNDg8", "EBESExQVFhc"] as const;
const signature = "A".repeat(86);
const word = (fields: object) => ({ epoch: 7, groups: [], signature, ...fields });
const seven = Array.from({ length: 7 }, (_, n) => toBase64url(new Uint8Array(8).fill(n)));

function outcome(kind: number, value: unknown): string {
  try {
    decodeGroups(kind, utf8(typeof value === "string" ? value : JSON.stringify(value)));
    return "ok";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

it("what is encoded is decoded as it was", () => {
  const groups = [
    { name: "Group 1", sids: [one] },
    { name: "Ää", sids: [other] },
  ];
  for (const message of [
    { kind: "groups", epoch: 7, groups, back: 30, signature },
    { kind: "groups", epoch: 7, groups: [], signature },
    { kind: "returned", epoch: 7 },
    { kind: "tell", text: "Five minutes left." },
    { kind: "recall" },
  ] as const)
    expect(decodeGroups(groupsKinds[message.kind], encodePayload(message))).toEqual(message);
});

it.each<[string, number, unknown, string?]>([
  ["nothing", 0x80, ""],
  ["a list", 0x80, []],
  ["a word without a signature", 0x80, { epoch: 7, groups: [] }],
  ["a short signature", 0x80, word({ signature: "AAAA" })],
  ["a field that there is not", 0x80, word({ until: 7 }), "unknown-field"],
  ["somebody in two groups", 0x80, word({ groups: [group([one]), group([one], "B")] })],
  ["somebody twice", 0x80, word({ groups: [group([one, one])] })],
  ["more people than there can be", 0x80, word({ groups: [group(seven)] })],
  ["so in several", 0x80, word({ groups: [group(seven.slice(0, 4)), group(seven.slice(4), "B")] })],
  ["seven groups", 0x80, word({ groups: seven.map((_, n) => group([], `${n}`)) })],
  ["a group without a name", 0x80, word({ groups: [group([], "")] })],
  ["a long name", 0x80, word({ groups: [group([], "a".repeat(41))] })],
  ["a name of two lines", 0x80, word({ groups: [group([], "a\nb")] })],
  ["a sid that is none", 0x80, word({ groups: [group(["AAAA"])] })],
  ["a call back at once", 0x80, word({ back: 4 })],
  ["a call back that takes long", 0x80, word({ back: 301 })],
  ["half a second", 0x80, word({ back: 10.5 })],
  ["epoch 0", 0x81, { epoch: 0 }],
  ["an epoch without end", 0x81, { epoch: 2 ** 53 }],
  ["a long sentence", 0x82, { text: "a".repeat(201) }],
  ["no sentence", 0x82, { text: "" }],
  ["more than a question", 0x83, { epoch: 7 }, "unknown-field"],
  ["a kind that there is not", 0x84, {}, "unknown-kind"],
])("%s is refused", (_, kind, value, code = "bad-message") => {
  expect(outcome(kind, value)).toBe(code);
});

it("the example of the protocol is read, and so is what is signed of it", () => {
  const text = readFileSync("../docs/protocol.md", "utf8");
  const example = /```json groups\n(.*)\n```/.exec(text)?.[1] ?? "";
  const { kind, ...read } = decodeGroups(groupsKinds.groups, utf8(example)) as never as {
    kind: string;
  } & Parameters<typeof groupsBytes>[1];
  expect([kind, JSON.stringify({ ...read })]).toEqual(["groups", example]);
  const hex = /```groups-signed\n(.*)\n```/.exec(text)?.[1] ?? "";
  const room = toBase64url(Uint8Array.from({ length: 16 }, (_, n) => n));
  expect(Buffer.from(groupsBytes(room, read)).toString("hex")).toBe(hex);
  expect(fromBase64url(one)).toHaveLength(8);
});

function group(sids: readonly string[], name = "A") {
  return { name, sids };
}
