// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { callSettings } from "../../page/callsettings.ts";
import { language } from "../i18n/index.ts";
import { byHandle, change, isShown, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";

const microphones = {
  all: [
    { id: "a", label: "Headset" },
    { id: "b", label: "Built-in" },
  ],
  current: "b",
};

beforeEach(() => {
  language.value = "en";
});

test("what is there can be chosen by name, and the one in use is shown", async () => {
  const { calls } = await showStage({}, { microphone: true, microphones });
  await press("devices");
  const choice = byHandle("choose-microphone") as HTMLSelectElement;
  expect([...choice.options].map(({ text, selected }) => [text, selected])).toEqual([
    ["Headset", false],
    ["Built-in", true],
  ]);
  await change(() => {
    choice.value = "a";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(calls).toEqual(["choose microphone a"]);
});

test("before the browser names any there is nothing to choose, and that is said", async () => {
  await showStage({}, { microphones });
  await press("devices");
  expect((byHandle("choose-camera") as HTMLSelectElement).disabled).toBe(true);
  expect(document.querySelector("dialog")?.textContent).toContain("once you have allowed one");
});

test("an audio call has no camera to choose, and a chat nothing at all", async () => {
  await showStage({ kind: "audio" }, { microphones });
  await press("devices");
  expect(isShown("choose-camera")).toBe(false);
  await showStage({ kind: "chat" });
  expect(isShown("devices")).toBe(false);
});

test("after a device was unplugged the person is told, and nothing is to be tried again", async () => {
  const { media } = await showStage({}, { microphone: true, microphones });
  await change(() => {
    media.problem.value = { code: "device-changed", device: "microphone" };
  });
  expect(byHandle("problem").textContent).toContain("Your microphone was unplugged");
  expect(isShown("retry-devices")).toBe(false);
  await press("dismiss");
  expect(isShown("problem")).toBe(false);
});

test("the background can be blurred where that is possible, and this browser remembers it", async () => {
  await showStage();
  await press("devices");
  expect(isShown("blur")).toBe(false);
  const { calls } = await showStage({}, { blur: "off" });
  await press("devices");
  await press("blur");
  expect(calls).toEqual(["blur on"]);
  expect(callSettings.value.blur).toBe(true);
  await showStage({ kind: "audio" }, { blur: "on" });
  await press("devices");
  expect(isShown("blur")).toBe(false);
});
