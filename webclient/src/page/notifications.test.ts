// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  askToNotify,
  isElsewhere,
  notificationState,
  refreshNotificationState,
  showNotification,
} from "./notifications.ts";
import { installNotifications } from "./testing/notifications.ts";

beforeEach(() => vi.stubGlobal("Notification", undefined));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("what the browser answers is known, and it is asked no second time", async () => {
  installNotifications("granted");
  const asked = vi.spyOn(Notification, "requestPermission");
  expect(await askToNotify()).toBe("granted");
  expect(await askToNotify()).toBe("granted");
  expect(asked).toHaveBeenCalledTimes(1);
  installNotifications("denied");
  expect(await askToNotify()).toBe("denied");
  expect(notificationState.value).toBe("denied");
});

test("nothing is shown without permission", () => {
  const shown = installNotifications("granted");
  expect(showNotification("Somebody")).toBeUndefined();
  expect(shown).toEqual([]);
});

test("a press brings the page to the front and closes the message", () => {
  const shown = installNotifications("granted", "granted");
  const focus = vi.spyOn(window, "focus").mockImplementation(() => {});
  const pressed: string[] = [];
  showNotification("Somebody", { stays: true, onPress: () => pressed.push("card") });
  expect(shown[0]?.options).toMatchObject({ requireInteraction: true, silent: true });
  shown[0]?.onclick?.();
  expect(focus).toHaveBeenCalledOnce();
  expect(pressed).toEqual(["card"]);
  expect(shown[0]?.open).toBe(false);
});

test("a message goes with the page that it is about", () => {
  const shown = installNotifications("granted", "granted");
  showNotification("Somebody");
  dispatchEvent(new Event("pagehide"));
  expect(shown[0]?.open).toBe(false);
});

test("somebody is elsewhere in a hidden page, and in one without the focus", () => {
  const focused = vi.spyOn(document, "hasFocus");
  const hidden = vi.spyOn(document, "hidden", "get");
  const cases = [
    [true, false],
    [false, false],
    [true, true],
  ] as const;
  const told = cases.map(([hasFocus, isHidden]) => {
    focused.mockReturnValue(hasFocus);
    hidden.mockReturnValue(isHidden);
    return isElsewhere();
  });
  expect(told).toEqual([false, true, true]);
});

test("a browser that has the function but throws is one without it", () => {
  class Throws {
    static permission = "granted";
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  }
  vi.stubGlobal("Notification", Throws);
  refreshNotificationState();
  expect(notificationState.value).toBe("granted");
  expect(showNotification("Somebody")).toBeUndefined();
  expect(notificationState.value).toBe("unsupported");
});
