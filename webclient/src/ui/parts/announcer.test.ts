// @vitest-environment happy-dom
import { effect } from "@preact/signals";
import { expect, test } from "vitest";
import { announce } from "./announcer.tsx";

test("who announces in an effect does not follow what is announced", () => {
  let runs = 0;
  const stop = effect(() => {
    runs++;
    if (runs < 3) announce("once", true);
  });
  announce("something else", true);
  stop();
  expect(runs).toBe(1);
});
