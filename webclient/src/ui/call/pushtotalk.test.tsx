// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { changeSettings, firstKeys } from "../../page/callsettings.ts";
import { change, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";

beforeEach(() => changeSettings({ singleKeys: true, keys: firstKeys }));

const key = (type: "keydown" | "keyup", more: KeyboardEventInit = {}) =>
  change(() => {
    document.body.dispatchEvent(
      new KeyboardEvent(type, { key: "t", code: "KeyT", bubbles: true, ...more }),
    );
  });

test("the microphone is on while the key is held, and no longer", async () => {
  const { calls } = await showStage();
  await key("keydown");
  await key("keydown", { repeat: true });
  expect(calls).toEqual(["microphone on"]);
  await key("keyup", { key: "m", code: "KeyM" });
  expect(calls).toEqual(["microphone on"]);
  await key("keyup", { key: "T" }); // with Shift meanwhile
  expect(calls).toEqual(["microphone on", "microphone off"]);
});

test("whatever takes the keyboard away ends it", async () => {
  const { calls } = await showStage();
  await key("keydown");
  await change(() => dispatchEvent(new Event("blur")));
  expect(calls).toEqual(["microphone on", "microphone off"]);
  await key("keyup");
  expect(calls.length).toBe(2);
});

test("whoever is heard already stays so, and nobody is heard who types", async () => {
  const { calls } = await showStage({}, { microphone: true });
  await key("keydown");
  await key("keyup");
  expect(calls).toEqual([]);
  await press("mic");
  await press("chat-open");
  const written = document.querySelector<HTMLElement>("[data-test=chat-input]");
  written?.dispatchEvent(new KeyboardEvent("keydown", { key: "t", code: "KeyT", bubbles: true }));
  expect(calls).toEqual(["microphone off"]);
});
