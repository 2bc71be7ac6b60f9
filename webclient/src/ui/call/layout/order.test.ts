import { expect, test } from "vitest";
import { bringForward, keepOrder } from "./order.ts";

test("who stays keeps their place, and who is new comes last", () => {
  expect(keepOrder(["c", "a", "b"], ["a", "b", "c", "d"])).toEqual(["c", "a", "b", "d"]);
  expect(keepOrder(["c", "a", "b"], ["b", "c"])).toEqual(["c", "b"]);
  expect(keepOrder([], ["b", "c"])).toEqual(["b", "c"]);
});

test("whoever takes over changes places with the one who was large", () => {
  expect(bringForward(["a", "b", "c", "d"], "c")).toEqual(["c", "b", "a", "d"]);
  expect(bringForward(["a", "b"], "a")).toEqual(["a", "b"]);
  expect(bringForward(["a", "b"], "x")).toEqual(["a", "b"]);
});
