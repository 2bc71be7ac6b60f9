/** How a piece of text would look in bytes if somebody passed it on, plain or in a thin disguise. */

/** UTF-8, UTF-16, JSON-escaped, hexadecimal, and base64 or base64url at each of the three alignments. */
export function traces(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const plain = [
    bytes,
    Buffer.from(text, "utf16le"),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(bytes.toString("hex")),
    Buffer.from(bytes.toString("hex").toUpperCase()),
  ];
  return [...plain, ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift))];
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

/** Those of `texts` of which a trace is in one of the `places`. */
export function found(texts: string[], places: Buffer[]): string[] {
  return texts.filter((text) => traces(text).some((trace) => places.some((place) => place.includes(trace))));
}
