// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { CreatorKey } from "./creatorkey.ts";

const link = "#cAFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O8";
const tell = () => dispatchEvent(new StorageEvent("storage"));

beforeEach(() => localStorage.clear());

test("nothing is kept before somebody asks, and nothing is left afterwards", () => {
  const creator = new CreatorKey(link);
  expect(creator.fragment).toBe(link);
  expect(creator.isKept).toBe(false);
  expect(localStorage.length).toBe(0);
  expect(creator.keep()).toBe(true);
  expect(creator.isKept).toBe(true);
  creator.forget();
  expect(creator.isKept).toBe(false);
  expect(localStorage.length).toBe(0);
  expect(creator.fragment).toBe(link); // in this tab, until it is closed
});

test("it is there in the next tab, and a link that is opened goes before it", () => {
  new CreatorKey(link).keep();
  expect(new CreatorKey("").fragment).toBe(link);
  const other = `${link.slice(0, -2)}Q8`;
  expect(new CreatorKey(other).fragment).toBe(other);
  expect(new CreatorKey(other).isKept).toBe(false);
});

test("what is forgotten in another tab is not kept here either", () => {
  const [here, there] = [new CreatorKey(link), new CreatorKey(link)];
  here.keep();
  tell();
  expect(there.isKept).toBe(true);
  there.forget();
  tell();
  expect(here.isKept).toBe(false);
});

test.each(["", "#c", `${link}AA`, "#1AFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O9i", "{}"])(
  "%j in its place counts as nothing",
  (damaged) => {
    localStorage.setItem("einmal creator", damaged);
    expect(new CreatorKey("").fragment).toBe("");
  },
);
