/**
 * Camera and microphone: which, off when they are to be off, and what happens when they cannot be
 * had or are lost.
 */
import { describe, expect, test } from "vitest";
import type { BrowserName, Devices } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { permit } from "./harness/permit.ts";
import { handle, type Person } from "./harness/person.ts";
import { processesUnder } from "./harness/processes.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** The ids that a choice offers, by its handle. */
async function offered(person: Person, choice: string): Promise<string[]> {
  return await person.page.$eval(handle(choice), (select) =>
    [...(select as HTMLSelectElement).options].map(({ value }) => value),
  );
}

/** What the page sends of one kind: device, and whether it is switched on. */
async function sent(person: Person, kind: "audio" | "video") {
  return await person.page.evaluate((kind) => {
    const tracks = window.spy.connections.flatMap((c) => c.getSenders().map(({ track }) => track));
    const track = tracks.find((track) => track?.kind === kind && track.readyState === "live");
    return track && { id: track.getSettings().deviceId, enabled: track.enabled };
  }, kind);
}

test("another microphone is chosen before the call and changed in it, and one that is off stays off", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.visit(link);
  await guest.press("continue");
  await guest.prepare();
  await guest.press("devices");
  const [, first = "", second = ""] = await offered(guest, "choose-microphone");
  await guest.page.select(handle("choose-microphone"), first);
  await guest.press("dialog-close");
  await guest.press("join");
  await host.admit(guest.name);
  await mediaArrives(host, { peers: 1 });
  expect(await sent(guest, "audio")).toEqual({ id: first, enabled: true });

  await guest.press("mic");
  await until(
    "the microphone to be off",
    async () => (await guest.attribute("mic", "aria-pressed")) === "false",
  );
  await guest.press("devices");
  await guest.page.select(handle("choose-microphone"), second);
  await until(
    "the one before to be let go",
    async () => (await sent(guest, "audio")) === undefined,
  );
  await guest.has("mic", "aria-pressed", "false");
  await guest.press("dialog-close");
  await guest.press("mic");
  await until("the other to be in use", async () => (await sent(guest, "audio"))?.id === second);
  expect(await sent(guest, "audio")).toEqual({ id: second, enabled: true });
  await mediaArrives(host, { peers: 1 });
});

test("when the microphone in use stops another takes over, and the person is told", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.knock(link);
  await host.admit(guest.name);
  await mediaArrives(host, { peers: 1 });
  // As when a device goes: the browser's sound ends, and with it all microphones. It comes back
  // when it is asked for.
  for (const one of processesUnder(guest.page.browser().process()?.pid))
    if (one.command.includes("=audio.mojom.AudioService")) process.kill(one.pid, "SIGKILL");
  await guest.has("problem", "data-code", "device-changed");
  await guest.has("mic", "aria-pressed", "true");
  await mediaArrives(host, { peers: 1 });
});

/** A host, and a guest without camera and microphone, in the call. */
async function without(
  browser: BrowserName,
  devices?: Devices,
): Promise<{ host: Person; guest: Person }> {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser, ...(devices && { devices }) });
  const link = await host.host({}, { devices: "without" });
  await guest.page.evaluateOnNewDocument(noteTracks);
  await guest.knock(link, { devices: "without" });
  await host.admit(guest.name);
  await guest.see("self");
  return { host, guest };
}

/**
 * Runs in the page: keeps every track that the browser gives, and has it take as long as `held`
 * does.
 */
function noteTracks(): void {
  const given: MediaStreamTrack[] = [];
  const page = Object.assign(window, { given, held: Promise.resolve() });
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return; // about:blank
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    await page.held;
    given.push(...stream.getTracks());
    return stream;
  };
}

/** Runs in the page. */
function noWebAudio(): void {
  Object.assign(window, { AudioContext: undefined });
}

/**
 * Runs in the page: what a Firefox did that could not connect two sample rates; the one at hand
 * can.
 */
function noCommonRate(): void {
  AudioContext.prototype.createMediaStreamSource = function () {
    Object.assign(window, { meter: this });
    throw new DOMException("", "NotSupportedError");
  };
}

/** How many tracks the browser gave, and those that could still be heard or seen. */
async function tracks(person: Person): Promise<{ given: number; alive: string[] }> {
  return await person.page.evaluate(() => {
    const { given } = window as unknown as { given: MediaStreamTrack[] };
    const alive = given
      .filter((track) => track.readyState === "live" && track.enabled)
      .map(({ kind }) => kind);
    return { given: given.length, alive };
  });
}

/** At once: nothing is waited for but what the page draws next. */
async function isOff(person: Person, device: "mic" | "camera"): Promise<void> {
  expect((await tracks(person)).alive).not.toContain(device === "mic" ? "audio" : "video");
  await person.has(device, "aria-pressed", "false");
}

test("mute mutes while a question about the camera stands", async () => {
  const { host, guest } = await without("firefox", "asked");
  await guest.press("mic");
  await mediaArrives(host, { peers: 1, video: false });
  await guest.press("camera");
  await guest.press("mic");
  await isOff(guest, "mic");
  await guest.has("camera", "aria-busy", "true");
  await guest.press("camera");
  await guest.has("camera", "aria-busy", "false");
  // Nor does going wait.
  await guest.press("mic");
  await guest.press("camera");
  await guest.press("leave");
  expect((await tracks(guest)).alive).toEqual([]);
});

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("with a meter that fails and without a list of devices, on is on and off is off", async () => {
    const host = await stage.person("Ms Weber");
    const guest = await stage.person("Anna Berg", { browser });
    const link = await host.host({}, { devices: "without" });
    await guest.page.evaluateOnNewDocument(noteTracks);
    await guest.page.evaluateOnNewDocument(browser === "firefox" ? noCommonRate : noWebAudio);
    await guest.page.evaluateOnNewDocument(() => {
      if (navigator.mediaDevices === undefined) return; // about:blank
      navigator.mediaDevices.enumerateDevices = () =>
        Promise.reject(new DOMException("", "InvalidStateError"));
    });
    await guest.knock(link, { devices: "without" });
    await host.admit(guest.name);
    await guest.see("self");
    await guest.press("mic");
    await guest.press("camera");
    await mediaArrives(host, { peers: 1 });
    await until(
      "the host to be told that it is on",
      async () => !(await host.page.$(`${handle("tile")} .tile-name svg`)),
    );
    await until("a meter that failed to be let go", async () => {
      const state = await guest.page.evaluate(
        () => (window as { meter?: AudioContext }).meter?.state,
      );
      return state === (browser === "firefox" ? "closed" : undefined);
    });
    for (const device of ["mic", "camera"] as const) {
      await guest.press(device);
      await isOff(guest, device);
    }
    expect(await tracks(guest)).toEqual({ given: 2, alive: [] });
    await guest.press("mic");
    await mediaArrives(host, { peers: 1, video: false });

    // What the browser gives after it was called off is ended.
    await guest.page.evaluate(() => {
      const held = new Promise<void>((resolve) => Object.assign(window, { answer: resolve }));
      Object.assign(window, { held });
    });
    for (const _ of ["on", "off"]) await guest.press("camera");
    await guest.page.evaluate(() => (window as unknown as { answer(): void }).answer());
    await until("the camera to be given", async () => (await tracks(guest)).given === 3);
    await guest.drawn();
    await isOff(guest, "camera");
  });

  test("what was on is on again after a reload, but after some time only when the person comes back in", async () => {
    const { host, guest } = await without(browser);
    await guest.press("mic");
    await mediaArrives(host, { peers: 1, video: false });
    await guest.page.evaluateOnNewDocument(() => {
      const now = Date.now;
      Date.now = () => now() + 5 * 60_000;
    });
    await guest.reload();
    await mediaArrives(host, { peers: 1, video: false });
    await guest.page.goto("about:blank");
    await guest.page.evaluateOnNewDocument(() => {
      const now = Date.now;
      Date.now = () => now() + 5 * 60_000;
    });
    await guest.page.goBack();
    await guest.see("away");
    expect(await tracks(guest)).toEqual({ given: 0, alive: [] });
    await guest.press("come-back");
    await mediaArrives(host, { peers: 1, video: false });
    expect(await tracks(guest)).toEqual({ given: 1, alive: ["audio"] });
  });

  test("a chosen camera that has gone meanwhile gives way to another, and that is said", async () => {
    const { host, guest } = await without(browser);
    await guest.press("devices");
    await guest.page.$eval(handle("choose-camera"), (element) => {
      const select = element as HTMLSelectElement;
      select.disabled = false;
      select.append(new Option("unplugged", "unplugged"));
      select.value = "unplugged";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await guest.press("dialog-close");
    await guest.press("camera");
    await guest.has("camera", "aria-pressed", "true");
    await guest.has("problem", "data-code", "device-changed");
    await mediaArrives(host, { peers: 1, audio: false });
  });

  test("a permission that is taken back in the call switches off, and has words of its own", async () => {
    const { host, guest } = await without(browser, "permitted");
    await permit(guest.page, "granted");
    await guest.press("mic");
    await mediaArrives(host, { peers: 1, video: false });
    await permit(guest.page, "withdrawn");
    await guest.has("problem", "data-code", "device-withdrawn");
    await guest.reads("problem", "Your microphone is off");
    await isOff(guest, "mic");
  });
});

test.each<[BrowserName, Devices, string, string]>([
  ["chromium", "none", "device-missing", "no camera or microphone"],
  ["firefox", "none", "device-missing", "no camera or microphone"],
  ["firefox", "denied", "device-denied", "camera or microphone"],
  ["chromium", "busy", "device-busy", "Your microphone cannot be used at the moment."],
])("%s with devices that are %s: %s", async (browser, devices, code, words) => {
  const host = await stage.person("Ms Weber", { browser, devices });
  await host.createRoom();
  await host.press("enter");
  await host.press("use-devices");
  await host.has("problem", "data-code", code);
  await until("the words for it", async () => (await host.text("problem")).includes(words));
});
