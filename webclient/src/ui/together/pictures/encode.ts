// Makes a picture that everybody takes (call/together/pictures): WebP where the browser can write it,
// else PNG, and smaller until it is small enough. What a camera wrote into a file is not in it.
import { mostPixels } from "../../../call/together/pictures/head.ts";
import { mostBytes } from "../../../call/together/pictures/name.ts";
import type { PictureBytes } from "../../../call/together/pictures/pictures.ts";

/** First the quality is given up, and then pixels. */
const qualities = [0.85, 0.7, 0.5];

/** Rejects if this browser can make none. */
export async function toPicture(canvas: HTMLCanvasElement): Promise<PictureBytes> {
  let next = scaled(canvas, Math.min(1, mostPixels / Math.max(canvas.width, canvas.height)));
  for (let tries = 0; tries < 12; tries++) {
    for (const quality of qualities) {
      const blob = await written(next, quality);
      if (blob.size <= mostBytes) return new Uint8Array(await blob.arrayBuffer());
      if (blob.type !== "image/webp") break; // it has no quality
    }
    next = scaled(next, 0.75);
  }
  throw new Error("no picture that is small enough");
}

function scaled(canvas: HTMLCanvasElement, scale: number): HTMLCanvasElement {
  if (scale === 1) return canvas;
  const smaller = document.createElement("canvas");
  smaller.width = Math.max(1, Math.floor(canvas.width * scale));
  smaller.height = Math.max(1, Math.floor(canvas.height * scale));
  smaller.getContext("2d")?.drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return smaller;
}

async function written(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return await new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no picture"))),
      "image/webp",
      quality,
    ),
  );
}
