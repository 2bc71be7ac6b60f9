/**
 * How a piece of text would look in bytes if somebody passed it on, plain or in a thin disguise.
 */

/**
 * Bytes as they are, in hexadecimal, and in base64 or base64url at each of the three alignments.
 */
function bytesTraces(bytes: Buffer): Buffer[] {
  const hex = bytes.toString("hex");
  const plain = [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase())];
  return [...plain, ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift))];
}

/** The same of text in UTF-8 and UTF-16; and escaped for JSON. */
export function traces(text: string): Buffer[] {
  const encoded = [Buffer.from(text), Buffer.from(text, "utf16le")];
  return [Buffer.from(JSON.stringify(text).slice(1, -1)), ...encoded.flatMap(bytesTraces)];
}

// The characters that depend on the neighbours are cut off on both sides.
function base64At(bytes: Buffer, shift: number): Buffer[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  const inner = text.slice(Math.ceil((shift * 8) / 6), whole);
  const url = inner.replaceAll("+", "-").replaceAll("/", "_");
  return [inner, url].filter((t) => t.length >= 8).map((t) => Buffer.from(t));
}

const isIn = (places: Buffer[]) => (trace: Buffer) => places.some((place) => place.includes(trace));

/** Those of `texts` of which a trace is in one of the `places`. */
export function found(texts: string[], places: Buffer[]): string[] {
  return texts.filter((text) => traces(text).some(isIn(places)));
}

/** The same for what stands for bytes: `words` in base64url. */
export function foundBytes(words: string[], places: Buffer[]): string[] {
  return words.filter((word) => bytesTraces(Buffer.from(word, "base64url")).some(isIn(places)));
}
