// The plaintext of a transport message: uint32 length || text || zeros (protocol, section 4). Its
// size tells little of the text.
import { type Bytes, concat, fromUtf8, uint32 } from "./bytes.ts";

/** The last is what Noise lets a message have (65,535 bytes, section 3) without its tag. */
const sizes = [256, 1024, 4096, 16384, 65519];

/** Undefined if the text is over 65,515 bytes. */
export function pad(text: Uint8Array): Bytes | undefined {
  const size = sizes.find((size) => 4 + text.length <= size);
  if (size === undefined) return undefined;
  return concat(uint32(text.length), text, new Uint8Array(size - 4 - text.length));
}

/** The text, or undefined if the plaintext is not of this form. */
export function unpad(plaintext: Bytes): string | undefined {
  if (!sizes.includes(plaintext.length)) return undefined;
  const length = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(0);
  if (length > plaintext.length - 4 || plaintext.subarray(4 + length).some((byte) => byte !== 0))
    return undefined;
  try {
    return fromUtf8(plaintext.subarray(4, 4 + length));
  } catch {
    return undefined;
  }
}
