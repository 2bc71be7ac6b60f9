// The SHA-256 of a file that is larger than memory.
import { sha256 } from "@noble/hashes/sha2.js";

/** In hexadecimal digits. `read` is told of each piece, in bytes. */
export async function sha256Of(file: Blob, read: (bytes: number) => void): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    hash.update(value);
    read(value.length);
  }
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
