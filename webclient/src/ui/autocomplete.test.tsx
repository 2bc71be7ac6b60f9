// @vitest-environment happy-dom
// A browser keeps what is written into a field, for the next time, unless it is told not to.
import { beforeEach, expect, test } from "vitest";
import { language } from "./i18n/index.ts";
import { openPage, press } from "./testing/screen.ts";
import { someServices } from "./testing/services.ts";
import { showStage } from "./testing/stage.tsx";

beforeEach(() => {
  language.value = "en";
});

/** What people write into, by its handle, and whether the browser may keep it. */
function fields(): [string, string | null][] {
  const all = [...document.querySelectorAll<HTMLElement>("textarea, input")];
  const written = all.filter(
    (field) => !["checkbox", "radio", "file"].includes(field.getAttribute("type") ?? ""),
  );
  return written.map((field) => [field.dataset.test ?? "", field.getAttribute("autocomplete")]);
}

test("no field lets the browser keep what is written into it", async () => {
  const services = (opened: Parameters<typeof someServices>[1]) =>
    someServices([], opened).services;
  await openPage(services({ at: "start" }));
  expect(fields()).toEqual([
    ["when", "off"],
    ["topic", "off"],
  ]);
  await openPage(services({ at: "guest", kind: "chat" }));
  await press("continue");
  expect(fields()).toEqual([["name", "off"]]);
  await openPage(services({ at: "problem", code: "link-incomplete", damaged: "#1" }));
  expect(fields()).toEqual([["link", "off"]]);
  await showStage({ role: "host", kind: "chat", knocks: [{ sid: "k1", name: "Carla Lenz" }] });
  await press("note");
  expect(fields()).toContainEqual(["note-input", "off"]);
  expect(fields()).toContainEqual(["chat-input", "off"]);
  expect(fields().filter(([, keeps]) => keeps !== "off")).toEqual([]);
});
