/** The background of one's own picture, blurred by the browser itself; blurred.e2e has our program. */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** Runs in the page: cameras that blur by themselves, of which no browser at hand has one. */
function cameraThatBlurs(): void {
  const blurred = new WeakMap<MediaStreamTrack, boolean>();
  const { getSettings, applyConstraints } = MediaStreamTrack.prototype;
  Object.assign(window, { stuck: false });
  Object.assign(MediaStreamTrack.prototype, {
    getCapabilities(this: MediaStreamTrack) {
      return this.kind === "video" ? { backgroundBlur: [false, true] } : {};
    },
    getSettings(this: MediaStreamTrack) {
      return { ...getSettings.call(this), backgroundBlur: blurred.get(this) ?? false };
    },
    async applyConstraints(this: MediaStreamTrack, wanted: MediaTrackConstraints) {
      const { backgroundBlur, ...rest } = wanted;
      await applyConstraints.call(this, rest);
      const { stuck } = window as unknown as { stuck: boolean };
      if (!stuck) blurred.set(this, backgroundBlur === true);
    },
  });
}

/** Whether each picture that is sent is a blurred one; undefined while none is. */
const isBlurred = ({ page }: Person) =>
  page.evaluate(() => {
    const tracks = window.spy.connections.flatMap((c) => c.getSenders().map(({ track }) => track));
    const live = tracks.filter((track) => track?.kind === "video" && track.readyState === "live");
    if (live.length === 0) return undefined;
    return live.every((track) => track?.getSettings().backgroundBlur);
  });

const loadsProgram = ({ page }: Person) =>
  page.evaluate(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("blurworker")),
  );

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("a camera that blurs by itself does so from the first picture on, and our program where it does not", async () => {
    const host = await stage.person("Ms Weber");
    const link = await host.host();
    const guest = await stage.person("Anna Berg", { browser });
    await guest.page.evaluateOnNewDocument(cameraThatBlurs);
    await guest.visit(link);
    await guest.press("continue");
    await guest.prepare();
    await guest.press("devices");
    await guest.press("blur");
    await guest.press("dialog-close");
    await guest.press("join");
    await host.admit(guest.name);
    await mediaArrives(host, { peers: 1 });
    expect(await isBlurred(guest)).toBe(true);

    await guest.press("camera");
    await guest.has("camera", "aria-pressed", "false");
    await guest.press("camera");
    await until("the camera, blurred", async () => (await isBlurred(guest)) === true);

    await guest.press("camera");
    await guest.has("camera", "aria-pressed", "false");
    await guest.page.evaluate(() => Object.assign(window, { stuck: true }));
    expect(await loadsProgram(guest)).toBe(false);
    await guest.press("camera");
    await guest.has("camera", "aria-pressed", "true");
    expect(await loadsProgram(guest)).toBe(true);
    // Nor does this browser remember what has been switched back.
    await guest.press("devices");
    await guest.press("blur");
    await guest.press("dialog-close");
    await until("the camera as it is", async () => (await isBlurred(guest)) === false);
  });
});
