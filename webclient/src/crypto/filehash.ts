// The hash of a file, which need never be in memory as a whole (protocol, section 4.6): the
// SHA-256 of the SHA-256s of its blocks, one after the other.
import { type Bytes, concat, toBase64url } from "./bytes.ts";
import { sha256 } from "./hash.ts";

/** Every block of a file but the last has so many bytes. */
export const hashBlock = 2 ** 20;

export class FileHash {
  readonly #blocks: Bytes[] = [];

  /** The next block: so many bytes, and fewer only if it is the last. */
  async add(block: Bytes): Promise<void> {
    this.#blocks.push(await sha256(block));
  }

  async finish(): Promise<string> {
    return toBase64url(await sha256(concat(...this.#blocks)));
  }
}

/** Reads a file block by block; undefined if it is to stop. Rejects if it cannot be read. */
export async function hashOf(
  content: Blob,
  mayGoOn: (read: number) => boolean = () => true,
): Promise<string | undefined> {
  const hash = new FileHash();
  for (let at = 0; at < content.size; at += hashBlock) {
    if (!mayGoOn(at)) return undefined;
    await hash.add(new Uint8Array(await content.slice(at, at + hashBlock).arrayBuffer()));
  }
  return hash.finish();
}
