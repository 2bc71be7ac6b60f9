/**
 * What Firefox restores tabs from is compressed: eight bytes of magic, four of length, a block of
 * LZ4 (lz4_Block_format.md of lz4).
 */
const magic = Buffer.from("mozLz40\0");

/** What is in a file of Firefox; undefined if it is none of this kind, or not whole. */
export function unpack(file: Buffer): Buffer | undefined {
  if (!file.subarray(0, 8).equals(magic)) return undefined;
  const out = Buffer.alloc(file.readUInt32LE(8));
  let [at, end] = [12, 0];
  const length = (first: number) => {
    let sum = first;
    for (let more = first === 15 ? 255 : 0; more === 255; sum += more) more = file[at++] ?? 0;
    return sum;
  };
  while (at < file.length) {
    const token = file[at++] ?? 0;
    const literals = length(token >> 4);
    file.copy(out, end, at, at + literals);
    [at, end] = [at + literals, end + literals];
    if (at >= file.length) break;
    const back = file.readUInt16LE(at);
    at += 2;
    // Byte by byte: a match may run into itself.
    for (let left = length(token & 15) + 4; left > 0; left--) out[end] = out[end++ - back] ?? 0;
  }
  return end === out.length ? out : undefined;
}
