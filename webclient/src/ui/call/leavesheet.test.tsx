// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, isShown, press, pressKey } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

beforeEach(() => {
  language.value = "en";
});

const expires = new Date(2026, 2, 12, 14, 0);
const sheet = () => document.querySelector("dialog[open]")?.textContent;

test("a guest leaves at once", async () => {
  const { calls } = await showStage({ peers: [somePeer("Ms Weber", { host: true })] });
  await press("leave");
  expect(calls).toEqual(["leave"]);
  expect(isShown("end-for-all")).toBe(false);
});

test("a host is asked first, and nothing in the call is red but the button that asks", async () => {
  const { calls } = await showStage({ role: "host", expires, peers: [somePeer("Anna Berg")] });
  expect(document.querySelectorAll(".button-danger")).toHaveLength(0);
  expect(document.querySelectorAll(".control-leave")).toHaveLength(1);
  await press("leave");
  expect(calls).toEqual([]);
  expect(sheet()).toMatch(/If you leave for now, the room stays until .*12.* and longer only while/);
  await press("leave-for-now");
  expect(calls).toEqual(["leave for now"]);
});

test("a host ends the call for everybody, or goes back", async () => {
  const { calls } = await showStage({ role: "host" });
  await press("leave");
  expect(sheet()).toContain("the room stays until it expires");
  await press("dialog-close");
  expect([isShown("end-for-all"), calls]).toEqual([false, []]);
  await press("leave");
  await press("end-for-all");
  expect(calls).toEqual(["end"]);
});

test("the keys of the button ask a host, too, once", async () => {
  const { calls } = await showStage({ role: "host" });
  const keys = { ctrlKey: true, shiftKey: true };
  await pressKey("X", keys);
  await pressKey("X", keys);
  expect(document.querySelectorAll("dialog[open]")).toHaveLength(1);
  expect(calls).toEqual([]);
});

test("nothing is promised that the server may not hear, or of a room that is no more", async () => {
  const { model, calls } = await showStage({ role: "host", serverHere: false, expires });
  await press("leave");
  expect(sheet()).toContain("it may delete it soon after everybody has gone");
  expect(sheet()).not.toContain("the room stays until");
  await change(() => {
    model.roomOver.value = "ended-by-operator";
  });
  expect(sheet()).toContain("if you leave, you cannot come back");
  expect(byHandle("end-for-all").textContent).toBe("End for everyone");
  await press("leave-for-now");
  expect(calls).toEqual(["leave"]);
});
