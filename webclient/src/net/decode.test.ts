import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeDice } from "../crypto/vectors.ts";
import { decodeClient, decodePair, decodeServer } from "./decode.ts";
import { encode, ProtocolError } from "./protocol.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

const decoders = { client: decodeClient, server: decodeServer, pair: decodePair };
type Side = keyof typeof decoders;

const protocol = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
const blocks = Array.from(
  protocol.matchAll(/^```json (client|server|pair)\n([\s\S]*?)\n```$/gm),
  ([, side, text = ""]) => ({
    side: side as Side,
    text,
    message: JSON.parse(text) as JsonObject & { kind: string },
  }),
);

/** The fields that the protocol calls optional; the host's two in "auth" come together. */
const optionalFields: Record<string, readonly string[]> = {
  "client create": ["proof", "creator", "creatorSignature"],
  "server challenge": ["work"],
  "client join": ["hostSignature", "sid", "roster"],
  "server welcome": ["host", "away", "roster", "knockers"],
  "server host": ["host", "away"],
  "server error": ["sid"],
  "server incident": ["until", "reason"],
  "server knows": ["used", "removal", "connected", "members", "waiting", "relay"],
  "server knows.relay": ["renew", "allocations"],
  "pair hello": ["ticket", "topic"],
  "pair build": ["build"],
};

/** "ok", or the code of the refusal; anything else that is thrown fails the test. */
function outcome(side: Side, value: Json | string, raw = false): string {
  try {
    decoders[side](raw ? String(value) : JSON.stringify(value));
    return "ok";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

/**
 * An object in a message, the names of the fields that lead to it, and the way to put another one
 * in its place.
 */
interface Part {
  readonly object: JsonObject;
  readonly place: string;
  put(value: Json): Json;
}

/** Every object in the message, outermost first. */
function objects(value: Json, put: (value: Json) => Json, place = ""): Part[] {
  if (Array.isArray(value))
    return value.flatMap((item, i) => objects(item, (other) => put(value.with(i, other)), place));
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, field]) =>
    objects(field, (other) => put({ ...value, [name]: other }), `${place}.${name}`),
  );
  return [{ object: value, place, put }, ...inside];
}

const wrongTypes: Json[] = [
  null,
  true,
  1,
  1.5,
  -1,
  1e300,
  "",
  "text that is no base64url",
  [],
  [null],
  {},
];

/** Of another type than the field is; or of the same type, but no value that any such field has. */
function wrongFor(field: Json): Json[] {
  const kindOf = (value: Json) => (Array.isArray(value) ? "array" : typeof value);
  const impossible =
    typeof field === "number" ? [1.5, -1, 1e300] : Array.isArray(field) ? [[], [null]] : [];
  return [
    ...wrongTypes.filter((wrong) => wrong === null || kindOf(wrong) !== kindOf(field)),
    ...impossible,
  ];
}

describe.each(blocks)("the protocol's $side message $message.kind", ({ side, text, message }) => {
  it("is decoded and encoded back to the same text", () => {
    expect(encode(decoders[side](text))).toBe(text);
  });

  it("is refused with a field too many, at any depth", () => {
    for (const { object, put } of objects(message, (value) => value)) {
      for (const name of ["extra", "Kind", "", "toString", "__proto__"]) {
        const more = Object.fromEntries([...Object.entries(object), [name, "AAAA"]]);
        expect([name, outcome(side, put(more))]).toEqual([name, "unknown-field"]);
      }
    }
  });

  it("is refused with a field missing, unless the protocol calls it optional", () => {
    for (const { object, place, put } of objects(message, (value) => value)) {
      for (const name of Object.keys(object)) {
        const { [name]: _, ...less } = object;
        const optional = optionalFields[`${side} ${message.kind}${place}`]?.includes(name);
        expect([name, outcome(side, put(less))]).toEqual([name, optional ? "ok" : "bad-message"]);
      }
    }
  });

  it("is refused with a field of a wrong type", () => {
    for (const { object, put } of objects(message, (value) => value)) {
      for (const [name, field] of Object.entries(object)) {
        for (const wrong of wrongFor(field)) {
          expect([name, wrong, outcome(side, put({ ...object, [name]: wrong }))]).toEqual([
            name,
            wrong,
            "bad-message",
          ]);
        }
      }
    }
  });

  it("is refused under an unknown kind, and by the decoders of other sides unless they have this kind too", () => {
    for (const kind of [
      "",
      "unknown",
      "__proto__",
      "constructor",
      message.kind.toUpperCase(),
      `${message.kind} `,
    ]) {
      expect(outcome(side, { ...message, kind })).toBe("unknown-kind");
    }
    for (const other of Object.keys(decoders) as Side[]) {
      const known = blocks.some(
        (block) => block.side === other && block.message.kind === message.kind,
      );
      if (!known) expect(outcome(other, message)).toBe("unknown-kind");
    }
  });

  it("with any character changed is decoded or refused, and nothing else happens", () => {
    const roll = makeDice(3);
    for (let at = 0; at < text.length; at += 1 + roll(4)) {
      const character = String.fromCharCode(roll(8) === 0 ? roll(65_536) : 32 + roll(95));
      outcome(side, text.slice(0, at) + character + text.slice(at + 1), true);
      expect(outcome(side, text.slice(0, at), true)).toBe("bad-message");
    }
  });
});

describe("decoding", () => {
  it("has met each kind of message in the protocol's text", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(50);
    const met = (side: Side) =>
      new Set(blocks.filter((block) => block.side === side).map(({ message }) => message.kind));
    expect([met("client").size, met("server").size, met("pair").size]).toEqual([9, 14, 22]);
  });

  it.each([
    "",
    "nonsense",
    "null",
    "1",
    '"text"',
    "[]",
    "{}",
    '{"kind":1}',
    '{"kind":null}',
    '[{"kind":"bye"}]',
  ])("refuses %s as a bad message on all sides", (text) => {
    for (const side of Object.keys(decoders) as Side[])
      expect(outcome(side, text, true)).toBe("bad-message");
  });

  it("gives back plain objects, with no field for what was left out", () => {
    expect(Object.getPrototypeOf(decodePair('{"kind":"bye"}'))).toBe(Object.prototype);
    expect(decodeServer('{"kind":"host"}')).toStrictEqual({ kind: "host" });
  });

  const member = (n: number) => ({
    sid: `${n}AkKCwwNDg8`,
    key: "A".repeat(43),
    role: n === 0 ? "host" : "guest",
  });
  const roster = (epoch: Json, count: number) => ({
    kind: "roster",
    epoch,
    members: Array.from({ length: count }, (_, n) => member(n)),
    signature: "A".repeat(86),
  });
  const create = (change: JsonObject) => ({
    ...{ kind: "create", room: "A".repeat(22), hostKey: "A".repeat(43), seats: 2, lifetime: 1 },
    ...{ signature: "A".repeat(86), ...change },
  });
  const file = (change: JsonObject) => ({
    ...{ kind: "file", id: 1, name: "x", size: 1, hash: "A".repeat(43) },
    ...change,
  });
  const relay = (...urls: Json[]) => ({
    kind: "relay",
    urls,
    username: "u",
    credential: "c",
    expires: 1,
  });

  it.each<[string, Side, JsonObject, JsonObject]>([
    [
      "a name",
      "pair",
      { kind: "hello", name: "x".repeat(80) },
      { kind: "hello", name: "x".repeat(81) },
    ],
    [
      "a name that shows something",
      "pair",
      { kind: "hello", name: "x" },
      { kind: "hello", name: "\u200b\u3164" },
    ],
    [
      "a name of emoji",
      "pair",
      { kind: "hello", name: "🎈".repeat(80) },
      { kind: "hello", name: "🎈".repeat(81) },
    ],
    [
      "a topic",
      "pair",
      { kind: "hello", name: "x", topic: "x".repeat(200) },
      { kind: "hello", name: "x", topic: "x".repeat(201) },
    ],
    [
      "a note",
      "pair",
      { kind: "note", text: "x".repeat(1000) },
      { kind: "note", text: "x".repeat(1001) },
    ],
    [
      "a chat text",
      "pair",
      { kind: "chat", text: "x".repeat(4000) },
      { kind: "chat", text: "x".repeat(4001) },
    ],
    ["a ticket", "pair", { kind: "ticket", ticket: "AAAA" }, { kind: "ticket", ticket: "" }],
    ["the members", "pair", roster(1, 6), roster(1, 7)],
    [
      "the host",
      "pair",
      roster(1, 1),
      { ...roster(1, 1), members: [{ ...member(0), role: "guest" }] },
    ],
    [
      "the hosts",
      "server",
      roster(1, 2),
      { ...roster(1, 2), members: [member(0), { ...member(1), role: "host" }] },
    ],
    [
      "each member",
      "pair",
      roster(1, 2),
      { ...roster(1, 2), members: [member(0), { ...member(0), role: "guest" }] },
    ],
    [
      "the relays",
      "server",
      relay(...Array(16).fill("turn:a")),
      relay(...Array(17).fill("turn:a")),
    ],
    [
      "the epoch",
      "server",
      roster(Number.MAX_SAFE_INTEGER, 1),
      roster(Number.MAX_SAFE_INTEGER + 1, 1),
    ],
    ["the seats", "client", create({ seats: 6 }), create({ seats: 7 })],
    ["the seats from below", "client", create({ seats: 2 }), create({ seats: 1 })],
    ["the lifetime", "client", create({ lifetime: 2_592_000 }), create({ lifetime: 2_592_001 })],
    ["the lifetime from below", "client", create({ lifetime: 1 }), create({ lifetime: 0 })],
    [
      "a relay's address",
      "server",
      relay("turns:[::1]:443?transport=tcp"),
      relay("turn:a", "https://a"),
    ],
    [
      "a description",
      "pair",
      { kind: "description", type: "answer", sdp: "" },
      { kind: "description", type: "rollback", sdp: "" },
    ],
    ["a file's size", "pair", file({ size: 104_857_600 }), file({ size: 104_857_601 })],
    ["a file's size from below", "pair", file({ size: 1 }), file({ size: 0 })],
    ["a file's id", "pair", file({ id: 4_294_967_295 }), file({ id: 4_294_967_296 })],
    ["a file's id from below", "pair", { kind: "accept", id: 1 }, { kind: "accept", id: 0 }],
    [
      "a file's name",
      "pair",
      file({ name: "ü".repeat(100) }),
      file({ name: `${"ü".repeat(100)}x` }),
    ],
    ["a sid", "server", { kind: "left", sid: "AAECAwQFBgc" }, { kind: "left", sid: "AAECAwQFBgd" }],
  ])("takes %s up to its limit and refuses it beyond", (_, side, within, beyond) => {
    expect(outcome(side, within)).toBe("ok");
    expect(outcome(side, beyond)).toBe("bad-message");
  });

  it("fails with an error that names a place and never a value", () => {
    expect(() => decodePair('{"kind":"hello","name":7,"SECRET":"SECRET"}')).toThrow(
      /^unknown-field: hello$/,
    );
    expect(() => decodePair('{"kind":"SECRET"}')).toThrow(/^unknown-kind: kind$/);
    expect(() => decodePair('{"kind":"chat","text":["SECRET"]}')).toThrow(
      /^bad-message: chat\.text$/,
    );
    expect(() => decodePair("SECRET")).toThrow(/^bad-message: not JSON$/);
  });
});
