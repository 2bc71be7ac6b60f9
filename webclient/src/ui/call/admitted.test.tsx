// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeSettings } from "../../page/callsettings.ts";
import { installNotifications, look } from "../../page/testing/notifications.ts";
import { attentionTitle } from "../../page/title.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
import { change, openPage, press } from "../testing/screen.ts";
import { someServices } from "../testing/services.ts";
import { tellAdmitted } from "./admitted.ts";

beforeEach(() => {
  language.value = "en";
  changeSettings({ notify: true });
});
afterEach(() => {
  changeSettings({ notify: false });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a guest in another window hears it, and reads it in the title and in a message until they look", () => {
  const shown = installNotifications("granted", "granted");
  const played = vi.spyOn(sounds, "playSound");
  look(true);
  tellAdmitted("guest");
  expect(played.mock.calls).toEqual([["admitted"]]);
  expect(attentionTitle.value).toBe("● You are in the call.");
  expect(shown.map(({ text, open }) => [text, open])).toEqual([["You have been let in", true]]);
  look(false);
  dispatchEvent(new Event("focus"));
  expect(attentionTitle.value).toBeUndefined();
  expect(shown[0]?.open).toBe(false);
});

test("who looks at the page is not disturbed, nor is a host", () => {
  const shown = installNotifications("granted", "granted");
  const played = vi.spyOn(sounds, "playSound");
  look(false);
  tellAdmitted("guest");
  look(true);
  tellAdmitted("host");
  expect(played).not.toHaveBeenCalled();
  expect(attentionTitle.value).toBeUndefined();
  expect(shown).toEqual([]);
});

test("what was told of being in goes with the call, though nobody has looked", async () => {
  const shown = installNotifications("granted", "granted");
  const { model, services } = someServices([], { at: "guest", kind: "chat" }, {}, { kind: "chat" });
  await openPage(services);
  await press("continue");
  look(true);
  await change(() => {
    model.phase.value = "joined";
  });
  expect([attentionTitle.value, shown[0]?.open]).toEqual(["● You are in the call.", true]);
  await change(() => {
    model.ending.value = "ended";
    model.phase.value = "over";
  });
  expect([attentionTitle.value, shown[0]?.open]).toEqual([undefined, false]);
});
