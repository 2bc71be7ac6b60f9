import { expect, it } from "vitest";
import { registry } from "./registry.ts";

it("gives each part sixteen kinds of its own", () => {
  const firsts = Object.values(registry).map(({ first }) => first);
  expect(new Set(firsts).size).toBe(firsts.length);
  for (const first of firsts) {
    expect(first % 16).toBe(0);
    expect(first).toBeGreaterThanOrEqual(0x10);
    expect(first).toBeLessThanOrEqual(0x80);
  }
});
