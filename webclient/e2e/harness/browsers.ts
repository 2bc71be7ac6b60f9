/**
 * Debian's Chromium (over CDP) and Firefox ESR (over WebDriver BiDi), headless, with made-up
 * devices and a quiet network.
 */
import path from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { fakeCamera } from "./camera.ts";
import type { Certificates } from "./certificates.ts";
import { loudspeaker } from "./loudspeaker.ts";

/** Where tests leave what a person may want to look at. */
export const outDir = path.resolve(import.meta.dirname, "../../../out");

export type BrowserName = "chromium" | "firefox";
/**
 * What a page gets that asks for camera and microphone: a small picture at 10 or 30 Hz, a no, none
 * because there are none, a microphone that cannot be opened (Chromium), what the test permits, or
 * the microphone only, and a question about the camera that nobody answers (Firefox); or the first
 * with a loudspeaker that nobody hears beside it, without which Firefox lets no sound run.
 */
export type Devices =
  | "slow"
  | "fluent"
  | "denied"
  | "none"
  | "busy"
  | "permitted"
  | "asked"
  | "loudspeaker";

const chromiumFlags = [
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Several people share one browser: none of them may be slowed down for being in the background.
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
  "--disable-dev-shm-usage",
  // What it does for a person is half the processor time of a test. Two pages of its own for each
  // window, before anybody types an address, and a process in stock for each page.
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess",
  "--lang=en",
];

const firefoxSlow = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
};
const firefoxDevices: Partial<Record<Devices, Record<string, unknown>>> = {
  slow: firefoxSlow,
  loudspeaker: firefoxSlow,
  denied: {
    "media.navigator.streams.fake": true,
    "permissions.default.camera": 2,
    "permissions.default.microphone": 2,
  },
  none: { "media.navigator.permission.disabled": true },
  permitted: { "media.navigator.streams.fake": true },
  asked: { "media.navigator.streams.fake": true, "permissions.default.microphone": 1 },
};

const firefoxPrefs = {
  "intl.accept_languages": "en",
  // A call on one machine: loopback candidates, with their addresses as they are.
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  "media.autoplay.default": 0,
  "media.navigator.video.default_fps": 10,
  // All pages are in the background but one.
  "dom.min_background_timeout_value": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
  "widget.windows.window_occlusion_tracking.enabled": false,
  // Nothing leaves the machine.
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "",
  "toolkit.telemetry.enabled": false,
};

/** In a profile of people: what was open when the browser ended comes back, also after a crash. */
const firefoxRestores = {
  "browser.startup.page": 3,
  "browser.sessionstore.resume_from_crash": true,
  "browser.sessionstore.interval": 500,
  "browser.sessionstore.max_resumed_crashes": -1,
};

/**
 * The browser that all files a worker runs have in common: each person has a context of their own
 * in it.
 */
export function shared(name: BrowserName): Promise<Browser> {
  const browsers = globalThis.sharedBrowsers;
  const forget = () => browsers.delete(name); // who comes next gets another one
  let launched = browsers.get(name);
  if (launched === undefined) {
    launched = launch(name);
    launched.then((browser) => browser.once("disconnected", forget), forget);
    browsers.set(name, launched);
  }
  return launched;
}

/** Where else than beside the test a browser runs, and how it is reached there. */
export interface Place {
  readonly program: string;
  readonly pipe?: boolean;
  readonly port?: number;
  readonly camera?: string;
}

/**
 * With certificates, the browser trusts their authority as if the system did. A `profile` is a
 * folder that is left behind, as people's browsers do it.
 */
export async function launch(
  name: BrowserName,
  devices: Devices = "slow",
  certificates?: Certificates,
  profile?: string,
  place?: Place,
): Promise<Browser> {
  if (name === "firefox") {
    const has = firefoxDevices[devices];
    if (has === undefined) throw new Error("a Firefox with such devices is not needed yet");
    return await puppeteer.launch({
      browser: "firefox",
      executablePath: place?.program ?? "/usr/bin/firefox-esr",
      ...(place?.port && { debuggingPort: place.port }),
      ...(devices === "loudspeaker" && { env: { ...process.env, ...(await loudspeaker()) } }),
      extraPrefsFirefox: { ...firefoxPrefs, ...has, ...(profile && firefoxRestores) },
      ...(devices === "permitted" && { args: ["--remote-allow-system-access"] }),
      ...(certificates && { userDataDir: await certificates.profile() }),
      ...(profile && { userDataDir: profile }),
    });
  }
  if (devices === "asked") throw new Error("a headless Chromium asks nothing");
  const ui = "--use-fake-ui-for-media-stream";
  const answer = devices === "permitted" ? [] : [devices === "denied" ? `${ui}=deny` : ui];
  const fake = devices === "none" ? [] : ["--use-fake-device-for-media-stream"];
  const busy = devices === "busy" ? ["--fail-audio-stream-creation"] : [];
  const camera = place?.camera ?? (await fakeCamera(outDir, devices === "fluent" ? 30 : 10));
  // The sandbox does not work for root, which is what containers run as.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return await puppeteer.launch({
    ...(profile && { userDataDir: profile }),
    browser: "chrome",
    executablePath: place?.program ?? "/usr/bin/chromium",
    ...(place?.pipe && { pipe: true }),
    env: { ...process.env, ...(certificates && { HOME: certificates.home }) },
    args: [
      ...chromiumFlags,
      ...(profile ? ["--restore-last-session"] : []),
      ...fake,
      ...busy,
      `--use-file-for-fake-video-capture=${camera}`,
      ...answer,
      ...root,
    ],
  });
}
