import { expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

it("allows so many in any period, each person their own", () => {
  const allowance = new Allowance(2, 1_000);
  const at = (now: number, who = "Anna") => allowance.allows(who, now);
  expect([at(0), at(400), at(800), at(999)]).toEqual([true, true, false, false]);
  expect(at(999, "Ben")).toBe(true);
  expect([at(1_000), at(1_001), at(1_400)]).toEqual([true, false, true]);
});

it("remembers no more people than there can be in a call", () => {
  const allowance = new Allowance(1, 1_000);
  for (let n = 0; n < 150; n++) expect(allowance.allows(`${n}`, 0)).toBe(true);
  expect(allowance.allows("149", 1)).toBe(false);
  expect(allowance.allows("0", 1)).toBe(true);
});
