// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { callSettings, changeSettings, firstKeys } from "../../page/callsettings.ts";
import { installNotifications } from "../../page/testing/notifications.ts";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press, pressKey, write } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");

beforeEach(() => {
  language.value = "en";
  changeSettings({ sounds: true, notify: false, singleKeys: true, keys: firstKeys });
});
afterEach(() => vi.unstubAllGlobals());

/** Presses the switch, and waits for what the browser answers. */
const pressNotify = () =>
  change(async () => {
    byHandle("notify").click();
    await new Promise((answered) => setTimeout(answered));
  });
const closeDialog = async () => await press("dialog-close");
const textOf = (handle: string) => byHandle(handle).closest(".field, .switch")?.textContent;

test("a key that was changed works, is told by its control, and the old one does nothing", async () => {
  const { calls } = await showStage({ peers: [anna] });
  expect(byHandle("mic").title).toBe("Microphone (M)");
  await press("settings");
  await write("key-microphone", "k");
  await closeDialog();
  await pressKey("m");
  await pressKey("k");
  expect(calls).toEqual(["microphone on"]);
  expect(byHandle("mic").getAttribute("aria-keyshortcuts")).toBe("K");
  expect(byHandle("mic").title).toBe("Microphone (K)");
});

test("a key that is taken is not taken again, and that is said", async () => {
  await showStage({ peers: [anna] });
  await press("settings");
  await write("key-chat", "m");
  expect(textOf("key-chat")).toContain("“m” is already used: Microphone on or off.");
  expect((byHandle("key-chat") as HTMLInputElement).value).toBe("C");
  await write("key-chat", "-");
  expect(textOf("key-chat")).toContain("one letter or digit");
  await write("key-chat", "x");
  expect(byHandle("key-chat").getAttribute("aria-invalid")).toBeNull();
  await press("keys-reset");
  expect(callSettings.value.keys).toEqual(firstKeys);
  expect((byHandle("key-chat") as HTMLInputElement).value).toBe("C");
});

test("switched off, single keys do nothing and no control names one; the others still work", async () => {
  const { calls } = await showStage({ peers: [anna] });
  await press("settings");
  await press("single-keys");
  expect(isShown("key-microphone")).toBe(false);
  await closeDialog();
  for (const key of ["m", "v", "c", "?"]) await pressKey(key);
  expect(calls).toEqual([]);
  expect(isShown("chat-input")).toBe(false);
  expect(document.querySelector("dialog")).toBeNull();
  expect(findAll("mic")[0]?.getAttribute("aria-keyshortcuts")).toBeNull();
  expect(byHandle("mic").title).toBe("Microphone");
  await pressKey("X", { ctrlKey: true, shiftKey: true });
  expect(calls).toEqual(["leave"]);
});

test("? opens the list of keys, where nobody types and no dialog is open", async () => {
  await showStage({ peers: [anna] });
  await pressKey("?", { shiftKey: true });
  expect(document.activeElement).toBe(byHandle("keys"));
  const list = byHandle("keys").closest("details");
  expect(list?.open).toBe(true);
  for (const key of ["F6", "Ctrl + Shift + X"]) expect(list?.textContent).toContain(key);
  await closeDialog();
  await press("settings");
  expect(byHandle("keys").closest("details")?.open).toBe(false);
});

test("a call offers the keys that do something in it, and its devices", async () => {
  const offered = async (kind: "video" | "audio" | "chat") => {
    await showStage({ kind, peers: [anna] });
    await press("settings");
    return [
      "key-microphone",
      "key-camera",
      "key-chat",
      "choose-camera",
      "choose-microphone",
    ].filter(isShown);
  };
  expect(await offered("video")).toHaveLength(5);
  expect(await offered("audio")).toEqual(["key-microphone", "key-chat", "choose-microphone"]);
  expect(await offered("chat")).toEqual([]);
});

test("sounds are switched off and on", async () => {
  await showStage();
  await press("settings");
  await press("sounds");
  expect(callSettings.value.sounds).toBe(false);
  expect((byHandle("sounds") as HTMLInputElement).checked).toBe(false);
});

test("messages of the system are asked for by a press, and a sample shows whether they come", async () => {
  const shown = installNotifications("granted");
  await showStage({ role: "host" });
  expect(textOf("notify")).toContain("without a name");
  expect(shown).toEqual([]);
  await pressNotify();
  expect(callSettings.value.notify).toBe(true);
  expect(shown.map(({ text }) => text)).toEqual(["This is how you will be told"]);
  expect(textOf("notify")).toContain("If you saw none");
  await pressNotify();
  expect(callSettings.value.notify).toBe(false);
});

test.each([
  ["denied", "does not allow messages from this page"],
  ["default", "Switch it on to be asked again"],
] as const)(
  "a browser that says %s leaves the switch off and is told in words",
  async (answer, words) => {
    installNotifications(answer);
    await showStage({ role: "host" });
    await pressNotify();
    expect(textOf("notify")).toContain(words);
    expect((byHandle("notify") as HTMLInputElement).checked).toBe(false);
    expect(callSettings.value.notify).toBe(false);
  },
);

test("a browser without messages says so in place of the switch", async () => {
  installNotifications("granted");
  Reflect.deleteProperty(globalThis, "Notification");
  await showStage({ role: "host" });
  expect(isShown("notify")).toBe(false);
  expect(byHandle("notify-unsupported").textContent).toContain("shows no messages");
});
