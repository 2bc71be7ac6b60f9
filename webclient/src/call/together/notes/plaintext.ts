// The notes as a text, for members that have no document: uint16 index || uint16 count || UTF-8.
import { type Bytes, concat, utf8 } from "../../../crypto/bytes.ts";

const pieceLength = 16_000;

/** At least one piece. */
export function piecesOf(text: string): Bytes[] {
  const whole = utf8(text);
  const count = Math.max(1, Math.ceil(whole.length / pieceLength));
  return Array.from({ length: count }, (_, index) => {
    const head = new Uint8Array(4);
    const view = new DataView(head.buffer);
    view.setUint16(0, index);
    view.setUint16(2, count);
    return concat(head, whole.subarray(index * pieceLength, (index + 1) * pieceLength));
  });
}
