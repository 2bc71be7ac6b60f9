// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fullStorage } from "./testing/rooms.ts";

const load = () => import("./callsettings.ts");
/** The page is loaded anew. */
async function reload() {
  vi.resetModules();
  return await load();
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("nothing is stored before something is changed, nor after it is changed back", async () => {
  const { changeSettings } = await reload();
  expect(localStorage.length).toBe(0);
  changeSettings({ sounds: false });
  expect(Object.keys(localStorage)).toEqual(["einmal settings"]);
  changeSettings({ sounds: true });
  expect(localStorage.length).toBe(0);
});

test("what was changed is there after a reload", async () => {
  const first = await reload();
  first.changeSettings({ singleKeys: false, notify: true });
  first.changeKey("microphone", "K");
  const { callSettings, firstKeys } = await reload();
  expect(callSettings.value).toMatchObject({
    sounds: true,
    notify: true,
    singleKeys: false,
    keys: { ...firstKeys, microphone: "k" },
  });
});

test("a key that does something already is not taken", async () => {
  const { actionOf, callSettings, changeKey } = await reload();
  expect(changeKey("camera", "M")).toBe("microphone");
  expect(callSettings.value.keys.camera).toBe("v");
  expect(changeKey("camera", "V")).toBeUndefined();
  expect(changeKey("camera", "1")).toBeUndefined();
  expect([actionOf("v"), actionOf("1"), actionOf("M")]).toEqual([
    undefined,
    "camera",
    "microphone",
  ]);
});

test.each(["m", "Ä", "7", "?"])("%s can be a key", async (key) => {
  expect((await load()).isSingleKey(key)).toBe(true);
});

test.each(["", " ", "mm", "Enter", "-", "\n"])("%j can be no key", async (key) => {
  expect((await load()).isSingleKey(key)).toBe(false);
});

test.each([
  "no JSON",
  "null",
  "7",
  '{"sounds":"no","keys":{"microphone":"m"}}',
  '{"keys":{"microphone":"m","camera":"m","chat":"c","keys":"?"}}',
  '{"keys":{"microphone":"M","camera":"v","chat":"c","keys":"?"}}',
  '{"keys":{"microphone":"Enter","camera":"v","chat":"c","keys":"?"}}',
])("an entry that is damaged counts for nothing: %s", async (text) => {
  localStorage.setItem("einmal settings", text);
  const { callSettings, firstKeys } = await reload();
  expect(callSettings.value.sounds).toBe(true);
  expect(callSettings.value.keys).toEqual(firstKeys);
});

test("a browser that stores nothing is told, and the change holds for this page", async () => {
  const { callSettings, changeSettings, settingsKept } = await reload();
  vi.stubGlobal("localStorage", fullStorage);
  changeSettings({ sounds: false });
  expect(callSettings.value.sounds).toBe(false);
  expect(settingsKept.value).toBe(false);
});

test("what another tab changes is so in this one", async () => {
  const { callSettings } = await reload();
  localStorage.setItem("einmal settings", '{"sounds":false}');
  dispatchEvent(new StorageEvent("storage", { key: "einmal settings" }));
  expect(callSettings.value.sounds).toBe(false);
});
