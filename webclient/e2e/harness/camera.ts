/**
 * What the made-up camera of Chromium sees: a disc that wanders over a soft ground, as a YUV4MPEG2
 * file.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

// Small: it proves as much as full size, and leaves the processor to four people in one browser.
const small = { width: 320, height: 180 };
const frames = 40;

type Size = typeof small;

/**
 * Writes the file for `rate` pictures a second into `folder` and returns its name. Only what is
 * measured needs a `size`.
 */
export async function fakeCamera(folder: string, rate: number, size = small): Promise<string> {
  const { width, height } = size;
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `camera-${size === small ? "" : `${height}-`}${rate}.y4m`);
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (let i = 0; i < frames; i++) parts.push(Buffer.from("FRAME\n"), frame(i, size));
  // Another browser may be reading it: to that, a file that is cut short is a camera that stops.
  const fresh = path.join(folder, `camera-${randomUUID()}.y4m`);
  await writeFile(fresh, Buffer.concat(parts));
  await rename(fresh, file);
  return file;
}

// Planes of brightness and of the two colour differences, these at half the width and height.
function frame(i: number, { width, height }: Size): Buffer {
  const turn = (2 * Math.PI * i) / frames;
  const [discX, discY] = [
    width * (0.5 + 0.2 * Math.cos(turn)),
    height * (0.5 + 0.2 * Math.sin(turn)),
  ];
  const planes = Buffer.alloc((width * height * 3) / 2, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = Math.hypot(x - discX, y - discY) < height / 5;
      planes[y * width + x] = inside ? 210 : 70 + Math.round((60 * (x + y)) / (width + height));
      if (inside || x % 2 || y % 2) continue;
      const at = width * height + (y / 2) * (width / 2) + x / 2;
      planes[at] = 138;
      planes[at + (width * height) / 4] = 110;
    }
  }
  return planes;
}
