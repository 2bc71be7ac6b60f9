import { describe, expect, it } from "vitest";
import { makeDice } from "../crypto/vectors.ts";
import {
  blocks,
  decoders,
  type Json,
  type JsonObject,
  outcome,
  type Side,
} from "./testing/examples.ts";

/** The fields that the protocol calls optional; the host's two in "auth" come together. */
const optionalFields: Record<string, readonly string[]> = {
  "client create": ["appointment", "proof", "creator", "creatorSignature"],
  "client move": ["appointment"],
  "client leave": ["keep"],
  "server moved": ["appointment"],
  "server challenge": ["work"],
  "client join": ["hostSignature", "sid", "roster"],
  "server welcome": ["host", "away", "roster", "knockers", "appointment", "box"],
  "server host": ["host", "away", "box"],
  "server error": ["sid"],
  "server incident": ["until", "reason"],
  "server knows": [
    ...["appointment", "box", "used", "removal", "connected", "members", "waiting", "relay"],
  ],
  "server knows.source": ["pieces"],
  "server knows.relay": ["renew", "allocations"],
  "pair hello": ["ticket", "topic", "recorder", "phone"],
  "pair build": ["build"],
  "pair chat": ["id", "reply"],
  "pair host-key": ["locked"],
  "pair state": ["paused", "share", "pointing", "hand"],
  "pair caption": ["partial"],
  "pair accept": ["at"],
  "pair decline": ["reason"],
  "pair history.lines": ["id", "reply"],
  "pair want": ["limit"],
};

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
    expect(JSON.stringify(decoders[side](text))).toBe(text);
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
