import { expect, test } from "vitest";
import { always, type Random } from "../../../crypto/testing/random.ts";
import { numbersOf, powersOf, prime, randomElement, reduce } from "./field.ts";

const element = (random: Random) =>
  reduce((BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32()));

function sumsOf(numbers: readonly bigint[]): bigint[] {
  const sums = numbers.map(() => 0n);
  for (const x of numbers)
    for (const [i, value] of powersOf(x, numbers.length).entries())
      sums[i] = reduce((sums[i] ?? 0n) + value);
  return sums;
}

test("the sums of their powers give one to six numbers back", () =>
  always(60, (random) => {
    const numbers = Array.from({ length: 1 + random.integerBelow(6) }, () => element(random));
    numbers.sort((a, b) => (a < b ? -1 : 1));
    expect(numbersOf(sumsOf(numbers))).toEqual(numbers);
  }));

test("zero is a number, and two equal ones are none", () => {
  expect(numbersOf(sumsOf([0n, 1n, prime - 1n]))).toEqual([0n, 1n, prime - 1n]);
  expect(numbersOf(sumsOf([5n, 7n, 5n, 9n]))).toBeUndefined();
});

test("of sums that somebody made up there are seldom numbers, and never an endless search", () => {
  let found = 0;
  return always(100, (random) => {
    if (numbersOf([1, 2, 3, 4, 5, 6].map(() => element(random))) !== undefined) found++;
    expect(found).toBeLessThan(6); // one in 720
  });
});

test("a random element is a number of the field", () => {
  const some = Array.from({ length: 200 }, randomElement);
  expect(some.every((value) => value >= 0n && value < prime)).toBe(true);
  expect(new Set(some).size).toBe(200);
});
