import { afterEach, expect, test, vi } from "vitest";
import { type FromWorker, maskOf, serveBlurring, type ToWorker } from "./blurworker.ts";

afterEach(() => vi.useRealTimers());

/** Pixels of which the library is as sure as `sure` says. */
const pixels = (...sure: number[]) =>
  new Uint8ClampedArray(sure.flatMap((red) => [red, 0, 0, 255]));
const alphas = (mask: Uint8ClampedArray) => mask.filter((_, i) => i % 4 === 3);

test("what is in doubt belongs to the room", () => {
  const mask = pixels(0, 100, 128, 192, 255);
  expect(maskOf(mask)).toBe(true);
  expect([...alphas(mask)]).toEqual([0, 0, 0, 255, 255]);
});

test("a picture that shows a person nowhere or everywhere is blurred as a whole", () => {
  expect(maskOf(pixels(0, 0, 0, 0))).toBe(false);
  expect(maskOf(pixels(255, 255, 255, 255))).toBe(false);
});

test("a mask in the alpha channel counts as well", () => {
  const mask = new Uint8ClampedArray([255, 255, 255, 0, 255, 255, 255, 255]);
  expect(maskOf(mask)).toBe(true);
  expect([...alphas(mask)]).toEqual([0, 255]);
});

test("a picture that cannot be worked on ends the worker, and nothing comes out of it", async () => {
  vi.useFakeTimers();
  const said: FromWorker[] = [];
  let closed = false;
  const scope = {
    onmessage: null as ((event: MessageEvent<ToWorker>) => void) | null,
    postMessage: (message: FromWorker) => said.push(message),
    close: () => {
      closed = true;
    },
    SelfieSegmentation: class {
      constructor() {
        throw new Error("not to be had");
      }
    } as never,
  };
  serveBlurring(scope);
  const picture = { width: 2, height: 2 } as ImageBitmap;
  scope.onmessage?.({ data: picture } as MessageEvent<ToWorker>);
  await Promise.resolve();
  await Promise.resolve();
  expect(() => vi.runAllTimers()).toThrow("a picture before the parts");
  expect([said, closed]).toEqual([[], true]);
});
