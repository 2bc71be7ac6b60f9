/**
 * Makes this browser an old one: WebCrypto does not know these algorithms any more, in whatever way
 * they are named. Runs in a page, too, and so uses nothing from around it.
 */
export function takeAway(algorithms: readonly string[]): void {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) return; // about:blank
  const nameOf = (value: unknown): unknown =>
    typeof value === "object" && value !== null && "name" in value ? value.name : value;
  const methods = [
    "generateKey",
    "importKey",
    "sign",
    "verify",
    "deriveBits",
    "deriveKey",
  ] as const;
  for (const method of methods) {
    const original = subtle[method].bind(subtle) as (...values: unknown[]) => Promise<unknown>;
    const refusing = async (...values: unknown[]) => {
      if (values.map(nameOf).some((name) => algorithms.includes(String(name))))
        throw new DOMException("Unrecognized name.", "NotSupportedError");
      return await original(...values);
    };
    Object.defineProperty(subtle, method, { value: refusing, configurable: true });
  }
}
