// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, isShown, press, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";

const knocks = [{ sid: "k1", name: "Carla Lenz" }];

beforeEach(() => {
  language.value = "en";
});

test("a ready sentence goes with two presses, and the focus stays on the card", async () => {
  const { calls } = await showStage({ role: "host", knocks });
  await press("note");
  expect(document.activeElement).toBe(byHandle("note-moment"));
  await press("note-two");
  expect(calls).toEqual(["note k1 Two more minutes, please."]);
  expect(isShown("note-input")).toBe(false);
  expect(document.activeElement).toBe(byHandle("note"));
  expect(byHandle("says-polite").textContent).toContain("Sent to Carla Lenz.");
});

test("one's own words go, too, but not if there are none", async () => {
  const { calls } = await showStage({ role: "host", knocks });
  await press("note");
  await write("note-input", "   ");
  await press("note-send");
  expect(calls).toEqual([]);
  await write("note-input", " The door downstairs is open. ");
  await press("note-send");
  expect(calls).toEqual(["note k1 The door downstairs is open."]);
});

test("without the server nothing goes, and the card says why", async () => {
  const { calls } = await showStage({ role: "host", knocks, serverHere: false });
  await press("note");
  await press("note-two");
  expect(calls).toEqual([]);
  expect(byHandle("note-two").getAttribute("aria-disabled")).toBe("true");
  expect(byHandle("knock-card").textContent).toContain("no message can be sent");
});
