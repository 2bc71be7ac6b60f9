// An update that is longer than a message goes in pieces: uint32 id || uint16 index || uint16 count
// || bytes. Those of one follow each other.
import { type Bytes, concat } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";

const headLength = 8;
/** Bytes of one: with its kind it is a message. */
export const pieceLength = 16_000;
/** More than a document has. */
const mostPieces = 96;

export function cutUp(id: number, whole: Bytes): Bytes[] {
  const count = Math.ceil(whole.length / pieceLength);
  return Array.from({ length: count }, (_, index) => {
    const head = new Uint8Array(headLength);
    const view = new DataView(head.buffer);
    view.setUint32(0, id);
    view.setUint16(4, index);
    view.setUint16(6, count);
    return concat(head, whole.subarray(index * pieceLength, (index + 1) * pieceLength));
  });
}

/** What one member sends in pieces: one at a time. */
export class Pieces {
  #id = 0;
  #count = 0;
  #all: Bytes[] = [];

  /**
   * The whole, once it is there. A piece whose beginning was lost with a connection is nothing.
   * Throws a ProtocolError for what is none.
   */
  addPiece(piece: Bytes): Bytes | undefined {
    if (piece.length <= headLength || piece.length > headLength + pieceLength)
      throw new ProtocolError("bad-message", "the length of a piece");
    const view = new DataView(piece.buffer, piece.byteOffset);
    const [id, index, count] = [view.getUint32(0), view.getUint16(4), view.getUint16(6)];
    if (index >= count || count > mostPieces) throw new ProtocolError("bad-message", "a piece");
    if (index === 0) [this.#id, this.#count, this.#all] = [id, count, []];
    if (id !== this.#id || count !== this.#count || index !== this.#all.length) return undefined;
    this.#all.push(piece.slice(headLength));
    if (this.#all.length < count) return undefined;
    const whole = concat(...this.#all);
    this.#all = [];
    this.#count = 0;
    return whole;
  }
}
