import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { decodePicture, mostBytes, shownSize } from "./decode.ts";

let decoded: { type: string; size: number; width: number | undefined }[];
let open: number;

beforeEach(() => {
  decoded = [];
  open = 0;
  vi.stubGlobal("createImageBitmap", async (content: Blob, options: ImageBitmapOptions) => {
    expect(++open).toBe(1); // one after the other
    await Promise.resolve();
    open--;
    decoded.push({ type: content.type, size: content.size, width: options.resizeWidth });
    return { width: 1, height: 1 };
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** The header of a PNG, and nothing after it but zeros. */
function aPicture(width: number, height: number, size = 100): Blob {
  const bytes = new Uint8Array(size);
  bytes.set(Uint8Array.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", (one) => one.charCodeAt(0)));
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return new Blob([bytes], { type: "application/octet-stream" });
}

it.each([
  [4000, 3000, 512],
  [3000, 4000, 384],
  [40, 30, 40],
  [8, 1, 8],
])("decodes a picture of %d × %d as what it is, and small", async (width, height, small) => {
  expect(await decodePicture(aPicture(width, height))).toBeDefined();
  expect(decoded).toEqual([{ type: "image/png", size: 100, width: small }]);
});

it.each([
  ["more pixels than a photo has", 8193, 8192],
  ["no width", 0, 10],
  ["the form of a thread", 9, 1],
])("decodes nothing with %s", async (_, width, height) => {
  expect(await decodePicture(aPicture(width, height))).toBeUndefined();
  expect(decoded).toEqual([]);
});

it("decodes no larger file, and none that only says that it is a picture", async () => {
  expect(await decodePicture(aPicture(10, 10, mostBytes + 1))).toBeUndefined();
  const drawing = new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], { type: "image/png" });
  expect(await decodePicture(drawing)).toBeUndefined();
  expect(decoded).toEqual([]);
  expect(await decodePicture(aPicture(10, 10, mostBytes))).toBeDefined();
});

it("shows nothing of a broken one, and goes on with the next", async () => {
  vi.stubGlobal("createImageBitmap", () =>
    Promise.reject(new DOMException("", "InvalidStateError")),
  );
  expect(await decodePicture(aPicture(10, 10))).toBeUndefined();
  vi.stubGlobal("createImageBitmap", async () => ({ width: 1, height: 1 }));
  expect(await decodePicture(aPicture(10, 10))).toBeDefined();
});

it("decodes one after the other", async () => {
  const all = await Promise.all([1, 2, 3].map(() => decodePicture(aPicture(10, 10))));
  expect(all.every((one) => one !== undefined)).toBe(true);
});

it("takes no more than its place on the screen", () => {
  expect(shownSize({ width: 512, height: 384 })).toEqual({ width: 256, height: 192 });
  expect(shownSize({ width: 64, height: 512 })).toEqual({ width: 32, height: 256 });
  expect(shownSize({ width: 1, height: 1 })).toEqual({ width: 1, height: 1 });
});
