// A small picture of a file that has come and is whole. The bytes go to the browser's decoder alone:
// no address, no element that loads anything, no page.
import { headerLength, type PictureHeader, readHeader } from "./header.ts";

/** A larger file is shown as nothing. */
export const mostBytes = 20 * 2 ** 20;
/** What a decoder takes for a moment is four bytes for each of these. */
const mostPixels = 2 ** 26;
/** How many times longer than wide, or wider than long. */
const mostSlender = 8;
/** The longer side of what is shown, in CSS pixels. */
const longestSide = 256;

/** One after the other: each takes memory. */
let turn: Promise<unknown> = Promise.resolve();

/** The picture, or undefined if it is none that is shown. */
export function decodePicture(content: Blob): Promise<ImageBitmap | undefined> {
  const decoded = turn.then(() => decodeOne(content));
  turn = decoded;
  return decoded;
}

async function decodeOne(content: Blob): Promise<ImageBitmap | undefined> {
  try {
    const header = await headerOf(content);
    if (header === undefined) return undefined;
    const { type, width, height } = header;
    const scale = Math.min(1, (2 * longestSide) / Math.max(width, height));
    return await createImageBitmap(content.slice(0, content.size, type), {
      resizeWidth: Math.max(1, Math.round(width * scale)),
      resizeQuality: "medium",
    });
  } catch {
    return undefined; // broken, or nothing that this browser reads
  }
}

/** Undefined for what is no picture that may be decoded. */
export async function headerOf(content: Blob): Promise<PictureHeader | undefined> {
  if (content.size > mostBytes) return undefined;
  const start = new Uint8Array(await content.slice(0, headerLength).arrayBuffer());
  const header = readHeader(start);
  if (header === undefined) return undefined;
  const { width, height } = header;
  const isSound =
    Math.min(width, height) > 0 &&
    width * height <= mostPixels &&
    Math.max(width, height) <= mostSlender * Math.min(width, height);
  return isSound ? header : undefined;
}

/** What it takes on the screen. */
export function shownSize({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
