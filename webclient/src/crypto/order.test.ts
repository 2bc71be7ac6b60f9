import { expect, it } from "vitest";
import { inOrder } from "./order.ts";

it("jobs run one after the other in the order of the calls, also past one that fails", async () => {
  const run = inOrder();
  const log: string[] = [];
  const job = (name: string, turns: number, fails = false) =>
    run(async () => {
      log.push(`${name} starts`);
      for (let i = 0; i < turns; i++) await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([job("a", 9), job("b", 5, true), job("c", 0)]);
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
