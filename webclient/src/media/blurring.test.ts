// @vitest-environment happy-dom
// The page's side of the worker: a worker that fails or is silent costs the camera, and nothing else
// ever leaves in its place.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startBlurring } from "./blurring.ts";
import type { FromWorker } from "./blurworker.ts";
import { Track } from "./testing/browser.ts";

vi.mock("./blurfiles.ts", () => {
  const file = { url: "/assets/blurworker-x.js", integrity: "sha256-x" };
  return { blurFiles: { worker: file, wasm: file, model: file, graph: file } };
});

let worker: FakeWorker | undefined;
let output: Track;
let asked: [string, string | undefined][];
let failures: number;

class FakeWorker {
  readonly url: string;
  readonly heard: unknown[] = [];
  ended = false;
  onmessage = (_event: { data: FromWorker }) => {};
  onerror = () => {};

  constructor(url: string) {
    this.url = url;
    worker = this;
  }

  postMessage(message: unknown): void {
    this.heard.push(message);
    if (this.heard.length === 1) this.say({ kind: "ready" });
  }

  say(data: FromWorker): void {
    queueMicrotask(() => this.onmessage({ data }));
  }

  terminate(): void {
    this.ended = true;
  }
}

class Camera extends Track {
  muted = false;
}
let camera: Camera;

beforeEach(() => {
  vi.useFakeTimers();
  camera = new Camera("video", "camera");
  worker = undefined;
  asked = [];
  failures = 0;
  vi.stubGlobal("Worker", FakeWorker);
  // No WebGL: the whole picture, and no library.
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      getContext = () => null;
    },
  );
  vi.stubGlobal("MediaStreamTrack", Track);
  vi.stubGlobal(
    "MediaStreamTrackProcessor",
    class {
      readable = "readable";
    },
  );
  vi.stubGlobal(
    "MediaStreamTrackGenerator",
    class extends Track {
      readonly writable = "writable";
      constructor() {
        super("video", "canvas");
        output = this;
      }
    },
  );
  vi.stubGlobal("fetch", async (url: string, { integrity }: RequestInit) => {
    asked.push([url, integrity]);
    return { ok: true };
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const startAny = () =>
  startBlurring(camera as unknown as MediaStreamTrack, {
    onFailed: () => failures++,
    onPicture: () => {},
  });

async function started() {
  const blurring = startAny();
  await vi.waitFor(() => expect(worker?.heard.length).toBe(2));
  worker?.say({ kind: "done", busyMs: 10 });
  return { blurring, track: await blurring.track };
}

test("the worker is fetched as it was built, and the track stands for the camera", async () => {
  const { blurring, track } = await started();
  expect(asked).toEqual([["/assets/blurworker-x.js", "sha256-x"]]);
  expect([worker?.url, blurring.whole]).toEqual(["/assets/blurworker-x.js", true]);
  expect(track.getSettings().deviceId).toBe("camera");
  track.stop();
  expect([camera.readyState, output.readyState, worker?.ended]).toEqual(["ended", "ended", true]);
  expect(failures).toBe(0);
});

test("a worker that fails later costs the camera, and that is told once", async () => {
  await started();
  worker?.onerror();
  worker?.onerror();
  expect([camera.readyState, output.readyState, worker?.ended]).toEqual(["ended", "ended", true]);
  expect(failures).toBe(1);
});

test("a worker that is silent costs the camera, unless the camera is held back", async () => {
  await started();
  camera.muted = true;
  vi.advanceTimersByTime(10_000);
  expect(camera.readyState).toBe("live");
  camera.muted = false;
  vi.advanceTimersByTime(2_000);
  expect([camera.readyState, failures]).toEqual(["ended", 1]);
});

test("a worker that never makes a picture is given up", async () => {
  const blurring = startAny();
  const failed = expect(blurring.track).rejects.toThrow("silent");
  await vi.waitFor(() => expect(worker?.heard.length).toBe(2));
  vi.advanceTimersByTime(30_000);
  await failed;
  expect([camera.readyState, worker?.ended, failures]).toEqual(["ended", true, 0]);
});

test("a camera that ends ends what stands for it", async () => {
  const { track } = await started();
  let ended = false;
  track.addEventListener("ended", () => {
    ended = true;
  });
  camera.dispatchEvent(new Event("ended"));
  expect([ended, worker?.ended, failures]).toEqual([true, true, 0]);
});
