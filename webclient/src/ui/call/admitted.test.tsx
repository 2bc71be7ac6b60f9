// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeSettings } from "../../page/callsettings.ts";
import { installNotifications, look } from "../../page/testing/notifications.ts";
import { attentionTitle } from "../../page/title.ts";
import { language } from "../i18n/index.ts";
import * as sounds from "../parts/sounds.ts";
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
