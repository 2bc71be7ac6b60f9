/**
 * What a person reads when the browser, the system or an app keeps camera, microphone or the whole
 * call from them: true words, where to press, and a way on.
 */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import {
  holdPicture,
  makeTone,
  plantListeners,
  plantMicrophone,
  questions,
  type Refusal,
  refuseDevices,
  refuseSound,
  setClockFast,
  takeFromPage,
} from "./harness/faults.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

const agents = {
  iphone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1",
  iphoneApp:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  android:
    "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
  androidApp:
    "Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36",
  mac: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
  windows:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
  edge: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
} as const;

const room = { guests: 0, link: "" };

/** Of one room for ten who come no further than its door: it lets twelve knock in a minute. */
async function roomLink(): Promise<string> {
  if (room.guests++ % 10 === 0) room.link = await (await stage.person("Ms Weber")).createRoom();
  return room.link;
}

/** A guest before the call, who presses for camera and microphone. */
async function asks(guest: Person, link: string): Promise<void> {
  await guest.visit(link);
  await guest.press("continue");
  await guest.press("use-devices");
}

/** By these steps, beside a picture. */
async function isGuided(guest: Person, guide: string): Promise<void> {
  await guest.has("guide", "data-guide", guide);
  expect(await guest.page.$(`${handle("guide")} svg`)).not.toBeNull();
}

/** Whatever happens to devices, somebody can knock. */
async function knocksWithout(guest: Person): Promise<void> {
  await guest.press("join");
  await guest.see("waiting");
}

interface Case extends Refusal {
  what: string;
  agent?: keyof typeof agents;
  code: string;
  words: string;
  guide?: Record<BrowserName, string>;
}

const both = (guide: string) => ({ chromium: guide, firefox: guide });

const cases: Case[] = [
  {
    what: "blocked for the site",
    name: "NotAllowedError",
    state: "denied",
    code: "device-denied",
    words: "does not let this page use",
    guide: { chromium: "site.chrome", firefox: "site.firefox" },
  },
  {
    what: "blocked for the site, in Edge",
    agent: "edge",
    name: "NotAllowedError",
    state: "denied",
    code: "device-denied",
    words: "does not let this page use",
    guide: both("site.edge"),
  },
  {
    what: "blocked in Safari on an iPhone, which cannot tell",
    agent: "iphone",
    name: "NotAllowedError",
    state: "unknown",
    code: "device-denied",
    words: "does not let this page use",
    guide: both("site.safari-ios"),
  },
  {
    what: "blocked in Chrome on Android",
    agent: "android",
    name: "NotAllowedError",
    state: "denied",
    code: "device-denied",
    words: "does not let this page use",
    guide: both("site.chrome-android"),
  },
  {
    what: "blocked by Windows",
    agent: "windows",
    name: "NotAllowedError",
    message: "Permission denied by system",
    state: "prompt",
    code: "device-system",
    words: "your device does not let the browser use",
    guide: both("system.windows"),
  },
  {
    what: "blocked by macOS",
    agent: "mac",
    name: "NotAllowedError",
    state: "granted",
    code: "device-system",
    words: "your device does not let the browser use",
    guide: both("system.macos"),
  },
  {
    what: "in use",
    name: "NotReadableError",
    state: "granted",
    code: "device-busy",
    words: "another program is using it",
  },
  {
    what: "none there",
    name: "NotFoundError",
    state: "granted",
    code: "device-missing",
    words: "We found no camera or microphone",
  },
];

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test.each(cases)("$what: $code", async ({ agent, code, words, guide, ...refusal }) => {
    const guest = await stage.person("Anna Berg", { browser });
    const link = await roomLink();
    if (agent) await guest.page.setUserAgent({ userAgent: agents[agent] });
    await refuseDevices(guest.page, refusal);
    await asks(guest, link);
    await guest.has("problem", "data-code", code);
    await guest.reads("problem", words);
    if (guide) await isGuided(guest, guide[browser]);
    else expect(await guest.page.$(handle("guide"))).toBeNull();
    await knocksWithout(guest);
  });

  test("a question that is closed is asked again once, and then the words change", async () => {
    const guest = await stage.person("Anna Berg", { browser });
    const link = await roomLink();
    await refuseDevices(guest.page, { name: "NotAllowedError", state: "prompt" });
    await asks(guest, link);
    await guest.has("problem", "data-code", "device-dismissed");
    expect(await guest.text("retry-devices")).toBe("Ask again");
    await guest.press("retry-devices");
    await guest.has("problem", "data-code", "device-again");
    expect(await guest.text("retry-devices")).toBe("Try again");
    await guest.see("guide");
    expect(await questions(guest.page), "only presses ask").toBe(2);
    await knocksWithout(guest);
  });

  test("an app that gives its pages no devices says how to leave it, and lets people go on", async () => {
    const guest = await stage.person("Anna Berg", { browser });
    const link = await roomLink();
    await guest.page.setUserAgent({ userAgent: agents.androidApp });
    await takeFromPage(guest.page, "navigator.mediaDevices");
    await asks(guest, link);
    await guest.has("problem", "data-code", "device-in-app");
    await isGuided(guest, "app.android");
    await guest.see("copy-link");
    const { host: at, hash } = new URL(link);
    const intent = await guest.attribute("open-browser", "href");
    expect(intent).toMatch(/^intent:\/\/.*#Intent;scheme=http;.*;end$/);
    expect(intent).toContain(`${at}/${hash}#Intent`);
    await knocksWithout(guest);
  });

  test.each([
    [agents.iphoneApp, "in-app-browser", "Please open it in your browser.", "app.ios"],
    [agents.mac, "webrtc-off", "switched off", undefined],
  ])("no WebRTC in %s: %s", async (userAgent, code, words, guide) => {
    const guest = await stage.person("Anna Berg", { browser });
    const link = await roomLink();
    await guest.page.setUserAgent({ userAgent });
    await takeFromPage(guest.page, "RTCPeerConnection");
    await guest.visit(link);
    await guest.has("problem", "data-code", code);
    await guest.reads("problem", words);
    await guest.see("copy-link");
    if (guide) await isGuided(guest, guide);
  });

  test.each([
    [agents.mac, "browser-too-old", "Safari 15.4"],
    [agents.iphone, "browser-too-old.ios", "iOS 15.4"],
  ])("older than the oldest, %s: %s", async (userAgent, code, words) => {
    const guest = await stage.person("Anna Berg", { browser });
    await guest.page.setUserAgent({ userAgent });
    await takeFromPage(guest.page, "BroadcastChannel");
    await guest.visit();
    await guest.has("problem", "data-code", code);
    await guest.reads("problem", words);
  });

  test("an address that is not secure names the one that is", async () => {
    const guest = await stage.person("Anna Berg", { browser });
    await guest.page.evaluateOnNewDocument(() =>
      Object.defineProperty(window, "isSecureContext", { value: false }),
    );
    await guest.visit();
    await guest.has("problem", "data-code", "insecure");
    await guest.reads("problem", "https://");
  });

  test("a clock that is wrong is said once", async () => {
    const guest = await stage.person("Anna Berg", { browser });
    await setClockFast(guest.page, 11);
    await guest.visit();
    await guest.has("problem", "data-code", "clock-wrong.fast");
    await guest.reads("problem", "about 11 minutes fast");
    await guest.press("dismiss-clock");
    expect(await guest.page.$(handle("problem"))).toBeNull();
  });

  test("sound that waits for a tap, and a picture that stood or stands still, are told in the call", async () => {
    const { host, guest } = await inCall(browser, refuseSound);
    const isSilent = () => guest.page.$eval("audio", ({ paused }) => paused);
    await guest.has("problem", "data-code", "sound-needs-tap");
    expect(await isSilent()).toBe(true);
    await guest.press("play-sound");
    await isGone(guest);
    expect(await isSilent()).toBe(false);
    await guest.press("camera");
    await mediaArrives(host, { peers: 1, audio: false });
    await holdPicture(guest.page, true, true);
    await holdPicture(guest.page, false, false);
    await guest.has("problem", "data-code", "camera-was-paused");
    await guest.press("dismiss-hint");
    await holdPicture(guest.page, true, false);
    await guest.has("problem", "data-code", "camera-paused");
    await holdPicture(guest.page, false, false);
    await isGone(guest);
  });
});

// A Firefox without a loudspeaker starts no AudioContext, and so hears nothing here.
test("a silent microphone, and talking while it is off, are told in the call", async () => {
  const { guest } = await inCall("chromium");
  await guest.press("mic");
  await guest.has("problem", "data-code", "microphone-silent");
  await makeTone(guest.page, true);
  await isGone(guest);
  await guest.press("mic");
  await guest.has("problem", "data-code", "talking-muted");
  await guest.press("unmute");
  await guest.has("mic", "aria-pressed", "true");
  await isGone(guest);
  await guest.press("mic");
  await guest.has("problem", "data-code", "talking-muted");
  await guest.press("dismiss-hint");
  await isGone(guest);
});

/** A guest in the call, with a microphone that is silent, and everything off. */
async function inCall(browser: BrowserName, plant?: typeof refuseSound) {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser });
  const link = await host.host();
  await plantMicrophone(guest.page, false);
  await plantListeners(guest.page);
  await plant?.(guest.page);
  await guest.visit(link);
  await guest.press("continue");
  await guest.write("name", guest.name);
  for (const device of ["mic", "camera"]) await guest.press(device);
  await guest.press("join");
  await host.admit(guest.name);
  await guest.see("self");
  return { host, guest };
}

async function isGone(person: Person): Promise<void> {
  await until("the notice to go", async () => !(await person.page.$(handle("problem"))));
}
