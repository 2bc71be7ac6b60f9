import { describe, expect, it } from "vitest";
import { utf8 } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { decodeSlides, lastTurn, slidesKinds } from "./messages.ts";

const show = { turn: 1, deck: "CAkKCwwNDg8", title: "Offer", pages: 3, page: 1 };
/** A name that says 20 bytes. */
const picture = "AAAAFAAAAAAAAAAAAAAAAAAAAAA";
const decode = (kind: keyof typeof slidesKinds, message: object) =>
  decodeSlides(slidesKinds[kind], utf8(JSON.stringify(message)));

describe("what is said of slides", () => {
  it.each<[keyof typeof slidesKinds, object]>([
    ["show", show],
    ["show", { ...show, turn: lastTurn, title: "x".repeat(80), pages: 120, page: 120 }],
    ["sheets", { turn: 1, sheets: [{ page: 1, picture }] }],
    ["turn", { turn: 1, page: 120 }],
    ["point", { turn: 1, x: 0, y: 10_000 }],
    ["point", { turn: 1 }],
    ["offer", { turn: 1 }],
    ["decline", { turn: 1 }],
    ["end", {}],
    ["recall", {}],
  ])("is read: %s", (kind, message) => {
    expect(decode(kind, message)).toEqual({ kind, ...message });
  });

  it.each<[string, keyof typeof slidesKinds, object]>([
    ["too many pages", "show", { ...show, pages: 121 }],
    ["no page", "show", { ...show, pages: 0, page: 0 }],
    ["a title without an end", "show", { ...show, title: "x".repeat(81) }],
    ["a title of two lines", "show", { ...show, title: "a\nb" }],
    ["a title that turns round", "show", { ...show, title: "a\u202eb" }],
    ["no title", "show", { ...show, title: "" }],
    ["a turn beyond the last", "show", { ...show, turn: lastTurn + 1 }],
    ["turn 0", "turn", { turn: 0, page: 1 }],
    ["half a deck", "show", { ...show, deck: "CAkK" }],
    ["a field that there is not", "show", { ...show, file: "x" }],
    ["no pictures", "sheets", { turn: 1, sheets: [] }],
    [
      "more pictures than pages",
      "sheets",
      { turn: 1, sheets: Array(121).fill({ page: 1, picture }) },
    ],
    [
      "a picture too large",
      "sheets",
      { turn: 1, sheets: [{ page: 1, picture: `AD${picture.slice(2)}` }] },
    ],
    ["an address", "sheets", { turn: 1, sheets: [{ page: 1, picture: "https://x" }] }],
    ["a place off the page", "point", { turn: 1, x: 10_001, y: 0 }],
    ["something to the end", "end", { turn: 1 }],
  ])("is a violation with %s", (_, kind, message) => {
    expect(() => decode(kind, message)).toThrow(ProtocolError);
  });

  it("throws nothing else, whatever comes", () => {
    const random = new Random(31);
    const whole = utf8(JSON.stringify({ turn: 1, sheets: [{ page: 1, picture }] }));
    let refused = 0;
    for (let n = 0; n < 20_000; n++) {
      try {
        decodeSlides(0x60 + random.integerBelow(16), random.flipped(random.flipped(whole)));
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
    expect(refused).toBeGreaterThan(10_000);
  });
});
