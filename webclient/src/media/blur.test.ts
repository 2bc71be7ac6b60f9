// @vitest-environment happy-dom
// Whoever wants the background blurred is either seen with it or not seen at all.
import { beforeEach, expect, test } from "vitest";
import { Devices } from "./devices.ts";
import { SmallBrowser, type Track } from "./testing/browser.ts";

let browser: SmallBrowser;
let devices: Devices;

beforeEach(() => {
  browser = new SmallBrowser();
  browser.blurs = [false, true];
  browser.install();
  devices = new Devices(() => import("./blurcore.ts"));
});

const camera = () => browser.given.at(-1) as Track;
const problem = () => devices.problem.value?.code;

test("a camera that blurs by itself is blurred before anybody sees it, and after a change of camera", async () => {
  await devices.blurBackground(true);
  await devices.setCamera(true);
  expect([camera().blurred, devices.blur.value]).toEqual([true, "on"]);
  await devices.choose("camera", "the video");
  expect(browser.given.length).toBe(2);
  expect([camera().blurred, devices.camera.value]).toEqual([true, true]);
});

test("it is switched on and off while the camera is on", async () => {
  await devices.setCamera(true);
  expect(devices.blur.value).toBe("off");
  await devices.blurBackground(true);
  expect([camera().blurred, devices.blur.value]).toEqual([true, "on"]);
  await devices.blurBackground(false);
  expect([camera().blurred, devices.blur.value]).toEqual([false, "off"]);
});

test("the system's own switch is followed", async () => {
  await devices.setCamera(true);
  camera().blurred = true;
  camera().dispatchEvent(new Event("configurationchange"));
  expect(devices.blur.value).toBe("on");
});

test.each([
  ["that does not do it", { blurs: [false, true], stuck: true }],
  ["that cannot", { blurs: [] }],
  ["of which the system says no", { blurs: [false] }],
])("a camera %s stays off, and that is said", async (_name, camera) => {
  await devices.blurBackground(true);
  Object.assign(browser, camera);
  await devices.setCamera(true);
  expect([browser.liveKinds, devices.camera.value]).toEqual([[], false]);
  expect(problem()).toBe("device-unblurred");
  expect(devices.blur.value).toBe("on"); // there is a switch, to be seen without
  await devices.blurBackground(false);
  await devices.setCamera(true);
  expect(devices.camera.value).toBe(true);
});

test("a camera that is on and does not do it goes off", async () => {
  browser.stuck = true;
  await devices.setCamera(true);
  await devices.blurBackground(true);
  expect([browser.liveKinds, devices.camera.value]).toEqual([[], false]);
  expect(problem()).toBe("device-unblurred");
});

test("it costs nobody the microphone", async () => {
  browser.stuck = true;
  await devices.blurBackground(true);
  await devices.switchOn({ microphone: true, camera: true });
  expect(browser.liveKinds).toEqual(["audio"]);
  expect(devices.problem.value).toEqual({ code: "device-unblurred", device: "camera" });
});

test("where no camera can, there is nothing to switch", async () => {
  browser.blurs = [];
  await devices.setCamera(true);
  expect([devices.blur.value, devices.camera.value]).toEqual(["unable", true]);
});
