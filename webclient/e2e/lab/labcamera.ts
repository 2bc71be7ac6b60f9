/**
 * A picture that needs a line: a person-sized shape that moves before a textured ground, 640 × 360
 * at 15 Hz. The small camera of the other tests fits through any.
 */
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { outDir } from "../harness/browsers.ts";

const [width, height, frames, rate] = [640, 360, 30, 15];

/** The file, as Chromium plays it. */
export async function fakeCamera(): Promise<string> {
  const file = path.join(outDir, "lab", `camera-${width}-${rate}.y4m`);
  if (existsSync(file)) return file;
  await mkdir(path.dirname(file), { recursive: true });
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (let i = 0; i < frames; i++) parts.push(Buffer.from("FRAME\n"), frame(i));
  await writeFile(`${file}.part`, Buffer.concat(parts));
  await rename(`${file}.part`, file);
  return file;
}

/** Noise that is the same in each run: what a wall, a face and cloth have of their own. */
function texture(x: number, y: number): number {
  const mixed = Math.imul((x * 73_856_093) ^ (y * 19_349_663), 2_654_435_761);
  return (mixed >>> 27) & 31;
}

function frame(i: number): Buffer {
  const turn = (2 * Math.PI * i) / frames;
  const [middleX, middleY] = [
    width * (0.5 + 0.08 * Math.sin(turn)),
    height * (0.6 + 0.04 * Math.cos(2 * turn)),
  ];
  const planes = Buffer.alloc((width * height * 3) / 2, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [awayX, awayY] = [Math.round(x - middleX), Math.round(y - middleY)];
      const inside = Math.hypot(awayX / (height / 4), awayY / (height / 2.5)) < 1;
      planes[y * width + x] = inside
        ? 150 + texture(awayX >> 1, awayY >> 1)
        : 60 + Math.round((50 * x) / width) + texture(x >> 2, y >> 2);
    }
  }
  return planes;
}
