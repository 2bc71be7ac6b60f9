// @vitest-environment happy-dom
// Which error means what, by what the browsers of today say.
import { beforeEach, expect, test } from "vitest";
import { type DeviceProblem, deviceProblem, isRefusalOfBoth } from "./errors.ts";
import { SmallBrowser } from "./testing/browser.ts";

beforeEach(() => new SmallBrowser().install());

/** What the browser says when it is asked about its permissions; undefined: it knows no question. */
function permit(camera: PermissionState | undefined, microphone = camera): void {
  const states: Record<string, PermissionState | undefined> = { camera, microphone };
  const query = async ({ name }: { name: string }) => {
    if (states[name] === undefined) throw new TypeError("no such permission");
    return { state: states[name] };
  };
  Object.defineProperty(navigator, "permissions", { configurable: true, value: { query } });
}

const refusal = (message = "Permission denied") => new DOMException(message, "NotAllowedError");

test.each<[string, unknown, PermissionState | undefined, DeviceProblem]>([
  ["Chromium, blocked for the site", refusal(), "denied", "device-denied"],
  ["Chromium, question closed", refusal("Permission dismissed"), "prompt", "device-dismissed"],
  ["Chromium, macOS or Windows", refusal("Permission denied by system"), "prompt", "device-system"],
  ["Chromium, the same later", refusal("Permission denied by system"), "granted", "device-system"],
  [
    "Firefox, site allowed, system not",
    refusal("The request is not allowed"),
    "granted",
    "device-system",
  ],
  ["Safari 15, which cannot tell", refusal(), undefined, "device-denied"],
  ["no such device", new DOMException("", "NotFoundError"), "prompt", "device-missing"],
  ["in use", new DOMException("", "NotReadableError"), "granted", "device-busy"],
  ["something else", new TypeError(), "granted", "device-failed"],
])("%s", async (_what, error, state, code) => {
  permit(state);
  expect(await deviceProblem(error, "camera", false)).toBe(code);
});

test("a question that is closed once more is told in other words", async () => {
  permit("prompt");
  expect(await deviceProblem(refusal(), "camera", true)).toBe("device-again");
  permit("denied");
  expect(await deviceProblem(refusal(), "camera", true)).toBe("device-denied");
});

test("where a browser gives no page any device, nothing is to be unplugged", async () => {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
  expect(await deviceProblem(new TypeError(), "camera", false)).toBe("device-unavailable");
});

test.each<[string, unknown, PermissionState | undefined, PermissionState | undefined, boolean]>([
  ["the one question was closed", refusal(), "prompt", "prompt", true],
  ["both are barred", refusal(), "denied", "denied", true],
  ["nobody can tell", refusal(), undefined, undefined, true],
  ["the camera alone is barred", refusal(), "denied", "prompt", false],
  [
    "the system bars one of them",
    refusal("Permission denied by system"),
    "prompt",
    "prompt",
    false,
  ],
  ["the site may use both", refusal(), "granted", "granted", false],
  ["there is none", new DOMException("", "NotFoundError"), "prompt", "prompt", false],
])("%s: whether both were refused", async (_what, error, camera, microphone, both) => {
  permit(camera, microphone);
  expect(await isRefusalOfBoth(error)).toBe(both);
});
