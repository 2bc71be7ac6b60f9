// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, isShown, press, pressKey } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

beforeEach(() => {
  language.value = "en";
});

const expires = new Date(2126, 2, 12, 14, 0);
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
  expect(calls).toEqual(["ask"]);
  expect(sheet()).toMatch(/If you leave for now, the room stays until .*12.* and longer only if/);
  await press("leave-for-now");
  expect(calls).toEqual(["ask", "leave for now"]);
});

test("a host ends the call for everybody, or goes back", async () => {
  const { calls } = await showStage({ role: "host" });
  await press("leave");
  expect(sheet()).toContain("the room stays until it expires");
  await press("dialog-close");
  expect([isShown("end-for-all"), calls]).toEqual([false, ["ask"]]);
  await press("leave");
  await press("end-for-all");
  expect(calls).toEqual(["ask", "ask", "end"]);
});

test("a time that is past is not named, and one that the server has said since is", async () => {
  const { model } = await showStage({ role: "host", expires: new Date(2026, 2, 5, 14, 0) });
  await press("leave");
  expect(sheet()).toContain("the room stays until it expires");
  await change(() => {
    model.expires.value = expires;
  });
  expect(sheet()).toMatch(/the room stays until .*12.* and longer only if/);
});

test("the keys of the button ask a host, too, once", async () => {
  const { calls } = await showStage({ role: "host" });
  const keys = { ctrlKey: true, shiftKey: true };
  await pressKey("X", keys);
  await pressKey("X", keys);
  expect(document.querySelectorAll("dialog[open]")).toHaveLength(1);
  expect(calls).toEqual(["ask"]);
});

test("a guest reads that the host may come back for as long as it is away, and that nobody is there any more", async () => {
  const host = somePeer("Ms Weber", { host: true });
  const { model } = await showStage({ peers: [host], hostName: "Ms Weber" });
  expect(isShown("host-away")).toBe(false);
  await change(() => {
    model.hostAway.value = "left";
    model.peers.value = [];
  });
  expect(byHandle("host-away").textContent).toContain(
    "Ms Weber has left the call and may come back.",
  );
  expect(byHandle("host-away").textContent).toContain("If you keep this page open");
  expect(document.body.textContent).toContain("Nobody else is here any more.");
  await change(() => {
    model.hostAway.value = "lost";
    model.peers.value = [somePeer("Ben Ott")];
  });
  expect(byHandle("host-away").textContent).toBe(
    "Ms Weber is no longer connected and may come back. " +
      "You can go on meanwhile; until then nobody new can come in.",
  );
  await change(() => {
    model.hostAway.value = undefined;
    model.peers.value = [host];
  });
  expect(isShown("host-away")).toBe(false);
});

test.each([
  ["ended-by-operator", "ended-by-operator"],
  ["room-gone", "room-gone-in-call"],
] as const)("who goes on without a room (%s) reads what that means", async (fate, code) => {
  const values = { serverHere: false, closed: true, fate, hostAway: "left" } as const;
  await showStage({ peers: [somePeer("Anna Berg")], ...values });
  expect(byHandle("problem").dataset.code).toBe(code);
  expect(byHandle("problem").textContent).toContain(
    "A connection that breaks cannot be made again.",
  );
  expect(isShown("host-away"), "a host who cannot come back").toBe(false);
});

test("nothing is promised that the server may not hear, or of a room that is no more", async () => {
  const { model, calls } = await showStage({ role: "host", serverHere: false, expires });
  await press("leave");
  expect(sheet()).toContain("it may delete it soon after everybody has gone");
  expect(sheet()).not.toContain("the room stays until");
  await change(() => {
    model.fate.value = "ended-by-operator";
  });
  expect(sheet()).toContain("if you leave, you cannot come back");
  expect(byHandle("end-for-all").textContent).toBe("End for everyone");
  await press("leave-for-now");
  expect(calls).toEqual(["ask", "leave"]);
});
