import { describe, expect, it } from "vitest";
import { decodePair, decodeServer } from "./decode.ts";
import {
  blocks,
  decoders,
  type Json,
  type JsonObject,
  outcome,
  type Side,
} from "./testing/examples.ts";

describe("decoding", () => {
  it("has met each kind of message in the protocol's text", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(50);
    const met = (side: Side) =>
      new Set(blocks.filter((block) => block.side === side).map(({ message }) => message.kind));
    expect([met("client").size, met("server").size, met("pair").size]).toEqual([14, 19, 33]);
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
  const written = (bytes: number) => ({ kind: "written", id: 1, bytes });
  const decline = (reason: string) => ({ kind: "decline", id: 1, reason });
  const accept = (at: number) => ({ kind: "accept", id: 1, at });
  const pointer = (change: JsonObject) => ({
    ...{ kind: "pointer", presenter: "CAkKCwwNDg8", x: 5000, y: 2500 },
    ...change,
  });
  const state = (change: JsonObject) => ({
    ...{ kind: "state", microphone: true, camera: true },
    ...change,
  });
  const react = (reaction: Json) => ({ kind: "reaction", reaction });
  const caption = (length: number) => ({ kind: "caption", text: "x".repeat(length) });
  const history = (count: number, length: number) => ({
    kind: "history",
    lines: Array(count).fill({ name: "x", text: "x".repeat(length), at: 1 }),
  });
  const want = (change: JsonObject) => ({
    ...{ kind: "want", line: "camera", height: 360, rank: 1 },
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
    ["a hand", "pair", state({ hand: 1 }), state({ hand: 0 })],
    ["a hand from above", "pair", state({ hand: 1_000_000 }), state({ hand: 1_000_001 })],
    ["a reaction", "pair", react("slower"), react("wink")],
    ["a step", "pair", { kind: "hosting", step: "offer" }, { kind: "hosting", step: "take" }],
    ["a wish", "pair", { kind: "ask", wish: "mute" }, { kind: "ask", wish: "share" }],
    ["a caption", "pair", caption(200), caption(201)],
    ["a history", "pair", history(200, 1), history(201, 1)],
    ["what a history has in all", "pair", history(16, 3072), history(16, 3073)],
    ["a line of a history", "pair", history(1, 4000), history(1, 4001)],
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
    ["the lifetime", "client", create({ lifetime: 2 ** 32 - 1 }), create({ lifetime: 2 ** 32 })],
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
    ["a wanted height", "pair", want({ height: 0 }), want({ height: 300 })],
    ["a place to point at", "pair", pointer({ x: 10_000 }), pointer({ x: 10_001 })],
    ["a place that is whole", "pair", pointer({ y: 0 }), pointer({ y: 0.5 })],
    ["who shares", "pair", pointer({}), pointer({ presenter: "" })],
    ["a share", "pair", state({ share: "text" }), state({ share: "screen" })],
    ["a leave to point", "pair", state({ pointing: true }), state({ pointing: 1 })],
    ["a rank", "pair", want({ rank: 2 }), want({ rank: 3 })],
    ["a rank that is a number", "pair", want({ rank: 0 }), want({ rank: "0" })],
    ["a line", "pair", want({ line: "share" }), want({ line: "room" })],
    ["a limit", "pair", want({ limit: 1 }), want({ limit: 0 })],
    [
      "a pause",
      "pair",
      { kind: "state", microphone: true, camera: true, paused: "cpu" },
      { kind: "state", microphone: true, camera: true, paused: "" },
    ],
    ["a file's size", "pair", file({ size: 2_147_483_648 }), file({ size: 2_147_483_649 })],
    ["a file's size from below", "pair", file({ size: 1 }), file({ size: 0 })],
    ["a file's id", "pair", file({ id: 4_294_967_295 }), file({ id: 4_294_967_296 })],
    ["a file's id from below", "pair", { kind: "accept", id: 1 }, { kind: "accept", id: 0 }],
    ["what there is of a file", "pair", accept(2_147_483_647), accept(2_147_483_648)],
    ["what is written of a file", "pair", written(2_147_483_647), written(2_147_483_648)],
    ["what is written of a file from below", "pair", written(1), written(0)],
    ["a reason", "pair", decline("no-room"), decline("")],
    ["what there is of a file from below", "pair", accept(1), accept(0)],
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
