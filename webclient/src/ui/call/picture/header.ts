// What the first bytes of a picture say: its format and its size, before any decoder sees it. Only
// the four that every browser decodes and that hold no text, no script and no address.

export interface PictureHeader {
  readonly type: "image/png" | "image/jpeg" | "image/webp" | "image/gif";
  readonly width: number;
  readonly height: number;
}

/** How much of a file is looked at: a photo may say much about itself before its size. */
export const headerLength = 256 * 1024;

/** Undefined for whatever is no such picture, or hides its size. */
export function readHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(view) ?? readJpeg(view) ?? readWebp(view) ?? readGif(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // it ends too early
    throw error;
  }
}

const startsWith = (view: DataView, text: string, at = 0) =>
  [...text].every((character, i) => view.getUint8(at + i) === character.charCodeAt(0));

function readPng(view: DataView): PictureHeader | undefined {
  if (!startsWith(view, "\x89PNG\r\n\x1a\n") || !startsWith(view, "IHDR", 12)) return undefined;
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Of the first frame, which is the one that is shown; it may be larger than the screen it names. */
function readGif(view: DataView): PictureHeader | undefined {
  if (!startsWith(view, "GIF87a") && !startsWith(view, "GIF89a")) return undefined;
  let at = 13 + colourTable(view.getUint8(10));
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  if (view.getUint8(at) !== 0x2c) return undefined;
  const lastOf = (start: number) =>
    view.getUint16(at + start, true) + view.getUint16(at + start + 4, true);
  return {
    type: "image/gif",
    width: Math.max(view.getUint16(6, true), lastOf(1)),
    height: Math.max(view.getUint16(8, true), lastOf(3)),
  };
}

const colourTable = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Its parts one after the other, up to the one with the size. */
function readJpeg(view: DataView): PictureHeader | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without the tables that stand among them (DHT, JPG, DAC). */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readWebp(view: DataView): PictureHeader | undefined {
  if (!startsWith(view, "RIFF") || !startsWith(view, "WEBP", 8)) return undefined;
  const type = "image/webp";
  if (startsWith(view, "VP8X", 12))
    return { type, width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (startsWith(view, "VP8L", 12)) {
    const bits = view.getUint32(21, true);
    return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
  }
  if (!startsWith(view, "VP8 ", 12)) return undefined;
  return {
    type,
    width: view.getUint16(26, true) & 0x3fff,
    height: view.getUint16(28, true) & 0x3fff,
  };
}

const uint24 = (view: DataView, at: number) =>
  view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
