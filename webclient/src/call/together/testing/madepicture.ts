// A PNG as far as its head: what is in it no browser could draw.
import { type Bytes, concat, utf8 } from "../../../crypto/bytes.ts";
import type { Random } from "../../../crypto/testing/random.ts";

export function madePicture(random: Random, size: number, width = 1280, height = 720): Bytes {
  const chunk = (kind: string, data: Uint8Array) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, data.length);
    return concat(length, utf8(kind), data, new Uint8Array(4));
  };
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  const start = concat(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), chunk("IHDR", head));
  return concat(start, chunk("IDAT", random.randomBytes(size - start.length - 12)));
}
