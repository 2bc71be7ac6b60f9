// @vitest-environment happy-dom
// A camera that cannot blur by itself is seen through our program or not at all.
import { beforeEach, expect, test } from "vitest";
import { openBlur } from "./blurcore.ts";
import type { Watcher } from "./blurring.ts";
import { Devices } from "./devices.ts";
import { SmallBrowser, Track } from "./testing/browser.ts";

let browser: SmallBrowser;
let devices: Devices;
let program: Program;

/** Stands in for blurring.ts: the first picture comes when the test says so. */
class Program {
  readonly blurred = new Track("video", "blurred");
  readonly started: MediaStreamTrack[] = [];
  whole = false;
  watcher: Watcher | undefined;
  first = () => {};
  fail = (_error: Error) => {};

  readonly startBlurring = (camera: MediaStreamTrack, watcher: Watcher) => {
    this.started.push(camera);
    this.watcher = watcher;
    const track = new Promise<MediaStreamTrack>((resolve, reject) => {
      this.first = () => resolve(this.blurred as unknown as MediaStreamTrack);
      this.fail = reject;
    });
    const stop = () => {
      camera.stop();
      this.fail(new Error("stopped"));
    };
    this.blurred.stop = stop;
    return { whole: this.whole, track, stop };
  };
}

beforeEach(() => {
  browser = new SmallBrowser();
  browser.install();
  program = new Program();
  devices = new Devices(
    async () => ({ openBlur: (owner) => openBlur(owner, program.startBlurring) }),
    true,
  );
});

const settled = () => new Promise((done) => setTimeout(done));
const camera = () => browser.given.at(-1);
const isSent = () => devices.sentTrack("camera");

async function startCamera(): Promise<void> {
  const on = devices.setCamera(true);
  await settled();
  program.first();
  await on;
}

test("nothing is sent before the first picture is blurred, and then it is that one", async () => {
  await devices.blurBackground(true);
  const on = devices.setCamera(true);
  await settled();
  expect([isSent(), devices.camera.value, devices.blur.value]).toEqual([null, false, "starting"]);
  expect(program.started).toEqual([camera()]);
  program.first();
  await on;
  expect(isSent()).toBe(program.blurred);
  expect([devices.camera.value, devices.blur.value]).toEqual([true, "on"]);
});

test("if there is no first picture the camera is let go, and that is said", async () => {
  await devices.blurBackground(true);
  const on = devices.setCamera(true);
  await settled();
  program.fail(new Error("no picture"));
  await on;
  expect([isSent(), browser.liveKinds, devices.camera.value]).toEqual([null, [], false]);
  expect(devices.problem.value?.code).toBe("device-unblurred");
});

test("if the program does not arrive the camera is let go", async () => {
  devices = new Devices(() => Promise.reject(new Error("the line is gone")), true);
  await devices.blurBackground(true);
  await devices.setCamera(true);
  expect([isSent(), browser.liveKinds]).toEqual([null, []]);
  expect(devices.problem.value?.code).toBe("device-unblurred");
});

test("if the program fails later nothing is sent any more", async () => {
  await devices.blurBackground(true);
  await startCamera();
  program.watcher?.onFailed();
  await settled();
  expect([isSent(), browser.liveKinds, devices.camera.value]).toEqual([null, [], false]);
  expect(devices.problem.value?.code).toBe("device-unblurred");
});

test("switched on while the camera is on, the clear picture ends at once", async () => {
  await devices.setCamera(true);
  const clear = camera();
  const blur = devices.blurBackground(true);
  await settled();
  expect([clear?.readyState, isSent(), devices.blur.value]).toEqual(["ended", null, "starting"]);
  program.first();
  await blur;
  expect(isSent()).toBe(program.blurred);
});

test("switched off, the camera is seen as it is, and the program is let go", async () => {
  await devices.blurBackground(true);
  await startCamera();
  const through = camera();
  await devices.blurBackground(false);
  expect(through?.readyState).toBe("ended");
  expect([isSent(), devices.blur.value]).toEqual([camera(), "off"]);
});

test("a camera that is switched off while it is prepared is let go at once", async () => {
  await devices.blurBackground(true);
  const on = devices.setCamera(true);
  await settled();
  void devices.setCamera(false);
  expect(camera()?.readyState).toBe("ended");
  await on;
  expect([isSent(), devices.problem.value]).toEqual([null, undefined]);
});

test("whoever leaves while it is prepared leaves no camera on", async () => {
  await devices.blurBackground(true);
  const on = devices.setCamera(true);
  await settled();
  devices.close();
  expect(camera()?.readyState).toBe("ended");
  await on;
});

test("another camera is blurred from its first picture on", async () => {
  await devices.blurBackground(true);
  await startCamera();
  const chosen = devices.choose("camera", "the video");
  await settled();
  expect([isSent(), browser.given[0]?.readyState]).toEqual([null, "ended"]);
  program.first();
  await chosen;
  expect(isSent()).toBe(program.blurred);
});

test("a slow device is told, and so is one that blurs the whole picture", async () => {
  await devices.blurBackground(true);
  await startCamera();
  for (let i = 0; i < 30; i++) program.watcher?.onPicture(200);
  expect(devices.blur.value).toBe("slow");
  program.whole = true;
  await devices.setCamera(false);
  await startCamera();
  expect(devices.blur.value).toBe("whole");
});
