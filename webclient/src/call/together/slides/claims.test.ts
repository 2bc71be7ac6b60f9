import { describe, expect, it } from "vitest";
import { Random } from "../../../crypto/testing/random.ts";
import { Claims } from "./claims.ts";
import { lastTurn, type Show } from "./messages.ts";

const show = (turn: number): Show => ({
  ...{ kind: "show", turn, deck: "CAkKCwwNDg8", title: "Offer", pages: 3, page: 1 },
});

describe("who presents", () => {
  it("is who has the highest turn, and of two the lesser sid, in whatever order it is heard", () => {
    const random = new Random(3);
    for (let n = 0; n < 200; n++) {
      const said = ["a", "b", "c", "d"].map((sid) => [sid, 1 + random.integerBelow(3)] as const);
      const [[winner]] = [...said].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)) as [
        readonly [string, number],
      ];
      const claims = new Claims();
      for (const [sid, turn] of [...said].sort(() => random.integerBelow(3) - 1))
        claims.takeShow(sid, show(turn));
      expect(claims.top?.[0]).toBe(winner);
    }
  });

  it("is nobody once all have ended or left, and the next in turn otherwise", () => {
    const claims = new Claims();
    claims.takeShow("a", show(1));
    claims.takeShow("b", show(2));
    claims.takeEnd("b");
    expect(claims.top?.[0]).toBe("a");
    claims.forget("a");
    expect(claims.top).toBeUndefined();
  });

  it("has a turn of its own that rises, and ends somewhere", () => {
    const claims = new Claims();
    claims.takeShow("a", show(41));
    expect([claims.takeTurn(), claims.takeTurn()]).toEqual([42, 43]);
    claims.takeShow("a", show(lastTurn));
    expect(claims.takeTurn()).toBe(lastTurn);
  });

  it("says nothing of what it does not show", () => {
    const claims = new Claims();
    expect(claims.claimFor("a", 1)).toBeUndefined(); // its show may be lost
    claims.takeShow("a", show(2));
    expect(claims.claimFor("a", 3)).toBeUndefined();
    expect(claims.claimFor("a", 2)?.show).toEqual(show(2));
    expect(() => claims.claimFor("a", 1)).toThrow("an earlier turn");
    claims.takeEnd("a");
    expect(() => claims.claimFor("a", 2)).toThrow("does not show");
  });

  it("begins so often, and no more", () => {
    const claims = new Claims();
    for (let turn = 1; turn <= 100; turn++) claims.takeShow("a", show(turn));
    claims.takeShow("a", show(100)); // said again
    expect(() => claims.takeShow("a", show(101))).toThrow("too many turns");
  });
});
