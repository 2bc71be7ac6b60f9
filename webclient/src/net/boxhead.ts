// What is in a box, as it is sealed (protocol, section 3.8).
import { type Bytes, concat, fromUtf8, uint16, uint64, utf8 } from "../crypto/bytes.ts";
import { mostPieces, pieceBytes } from "./boxmessages.ts";
import { isName } from "./characters.ts";
import { isFileName } from "./filename.ts";

/** How many bytes of the content one piece has. */
export const pieceText = pieceBytes - 16;
/** How many bytes a note and a file have together at most. */
export const largestBox = mostPieces * pieceText;
const headText = 1008;
export const mostNote = { bytes: 8000, characters: 2000 } as const;

export interface BoxHead {
  /** The host's name. */
  readonly from: string;
  /** The file's name; empty if there is none. */
  readonly file: string;
  /** Of the file, in bytes. */
  readonly size: number;
  /** Of the note, in bytes. */
  readonly note: number;
}

/** Made by somebody without the link, or not as the protocol says. */
export class DamagedBox extends Error {
  override readonly name = "DamagedBox";
}

const isSound = ({ from, file, size, note }: BoxHead) =>
  isName(from) &&
  (file === "" ? size === 0 : isFileName(file) && size > 0) &&
  note <= mostNote.bytes &&
  size + note > 0 &&
  size + note <= largestBox;

export function isNote(text: string): boolean {
  return utf8(text).length <= mostNote.bytes && [...text].length <= mostNote.characters;
}

/** The four highest bits of how many it needs, rounded up: the server learns the size to an eighth. */
export function piecesOf({ size, note }: Pick<BoxHead, "size" | "note">): number {
  const needed = Math.max(1, Math.ceil((size + note) / pieceText));
  const step = 2 ** Math.max(0, 32 - Math.clz32(needed) - 4);
  return Math.min(mostPieces, Math.ceil(needed / step) * step);
}

/** Throws a DamagedBox for what cannot be left. */
export function writeHead(head: BoxHead): Bytes {
  if (!isSound(head)) throw new DamagedBox();
  const [from, file] = [utf8(head.from), utf8(head.file)];
  const text = new Uint8Array(headText);
  const names = [uint16(from.length), from, uint16(file.length), file];
  text.set(concat(...names, uint64(head.size), uint16(head.note)));
  return text;
}

/** Undoes writeHead, of a box of so many pieces. Throws a DamagedBox. */
export function readHead(text: Bytes, pieces: number): BoxHead {
  try {
    const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
    let at = 0;
    const readName = () => {
      const length = view.getUint16(at);
      const bytes = text.slice(at + 2, at + 2 + length);
      at += 2 + length;
      return fromUtf8(bytes);
    };
    const [from, file] = [readName(), readName()];
    const head = { from, file, size: Number(view.getBigUint64(at)), note: view.getUint16(at + 8) };
    const rest = text.subarray(at + 10);
    if (text.length === headText && isZero(rest) && isSound(head) && piecesOf(head) === pieces)
      return head;
  } catch {
    // below
  }
  throw new DamagedBox();
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
