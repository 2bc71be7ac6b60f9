import { expect, test } from "vitest";
import { Tabs } from "./tabs.ts";

let rooms = 0;
const twoTabs = () => {
  const room = `room ${rooms++}`;
  return [new Tabs(room), new Tabs(room)] as const;
};

test("a tab that is in the call answers, and one that is not does not", async () => {
  const [first, second] = twoTabs();
  expect(await second.isElsewhere()).toBe(false);
  first.holdCall(() => {});
  expect(await second.isElsewhere()).toBe(true);
  expect(await first.isElsewhere()).toBe(false); // not even to itself
  first.holdCall(undefined);
  expect(await second.isElsewhere()).toBe(false);
});

test("a tab of another room does not answer", async () => {
  const [[first], [other]] = [twoTabs(), twoTabs()];
  first.holdCall(() => {});
  expect(await other.isElsewhere()).toBe(false);
});

test("who takes over waits until the other tab has ended its part", async () => {
  const [first, second] = twoTabs();
  let released = 0;
  first.holdCall(() => released++);
  await second.takeOver();
  expect(released).toBe(1);
  expect(await second.isElsewhere()).toBe(false);
  second.holdCall(() => {});
  expect(await first.isElsewhere()).toBe(true);
});

test("who takes over from a tab that is gone does not wait for ever", async () => {
  const [, second] = twoTabs();
  await second.takeOver();
});
