// @vitest-environment happy-dom
// What is off is off, whatever the browser does meanwhile. Real devices and real questions are
// devices.e2e's.
import { effect } from "@preact/signals-core";
import { beforeEach, expect, test, vi } from "vitest";
import { Devices } from "./devices.ts";
import { listInputs } from "./inputs.ts";
import { SmallBrowser } from "./testing/browser.ts";

let browser: SmallBrowser;
let devices: Devices;

beforeEach(() => {
  browser = new SmallBrowser();
  browser.install();
  devices = new Devices();
});

const states = () => browser.given.map(({ readyState }) => readyState);

test("off is at once while the browser asks the person, and what it gives for what is no longer wanted is ended", async () => {
  await devices.setMicrophone(true);
  expect(browser.liveKinds).toEqual(["audio"]);
  const asked = browser.askFirst();
  const camera = devices.setCamera(true);
  await asked;
  void devices.setMicrophone(false);
  expect([browser.liveKinds, devices.microphone.value]).toEqual([[], false]);
  void devices.setCamera(false);
  browser.answer();
  await camera;
  expect(states()).toEqual(["live", "ended"]);
  expect(devices.camera.value).toBe(false);
});

test("a camera that is off is let go, and a microphone is kept and silent", async () => {
  await devices.switchOn({ microphone: true, camera: true });
  void devices.setCamera(false);
  void devices.setMicrophone(false);
  expect(browser.liveKinds).toEqual([]);
  expect(states()).toEqual(["live", "ended"]);
  await devices.setMicrophone(true);
  expect(browser.given.length).toBe(2);
});

test("leaving ends every track at once, also one that is yet to come, and opens none any more", async () => {
  await devices.switchOn({ microphone: true, camera: true });
  void devices.setCamera(false);
  const asked = browser.askFirst();
  const camera = devices.setCamera(true);
  await asked;
  devices.close();
  expect(states()).toEqual(["ended", "ended"]);
  browser.answer();
  await camera;
  await devices.setMicrophone(true);
  expect(states()).toEqual(["ended", "ended", "ended"]);
});

test("a browser without Web Audio switches on what is wanted, and nothing is said to be wrong", async () => {
  await devices.setMicrophone(true);
  expect([browser.liveKinds, devices.microphone.value, devices.problem.value]).toEqual([
    ["audio"],
    true,
    undefined,
  ]);
});

test("a browser that does not list its devices has none to choose from, and that is all", async () => {
  vi.spyOn(browser, "enumerateDevices").mockRejectedValue(
    new DOMException("", "InvalidStateError"),
  );
  await expect(listInputs("microphone")).resolves.toEqual([]);
});

test("a track that could not be told to all who follow is ended", async () => {
  let fails = false;
  effect(() => {
    devices.version.value;
    if (!fails) return;
    fails = false;
    throw new Error("not sent");
  });
  fails = true;
  await devices.setMicrophone(true);
  expect([browser.liveKinds, devices.microphone.value]).toEqual([[], false]);
  expect(devices.problem.value?.code).toBe("device-failed");
});

test("what the person has switched off is not brought back by a reload's memory", async () => {
  void devices.setMicrophone(false);
  await devices.resume({ microphone: true, camera: true });
  expect(browser.liveKinds).toEqual(["video"]);
});

test("a chosen device that has gone gives way to another, and that is said", async () => {
  await devices.choose("camera", "unplugged");
  await devices.setCamera(true);
  expect(browser.liveKinds).toEqual(["video"]);
  expect(devices.problem.value).toEqual({ code: "device-changed", device: "camera" });
});
