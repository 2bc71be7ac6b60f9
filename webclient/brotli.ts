// Compresses the client for the way, once, while it is built: what a server would have to do for
// each visitor can be done as well as it can be.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";

/** What does not shrink to this part of it is sent as it is: a picture is compressed already. */
const worthIt = 0.9;

/**
 * Writes each file of the build in Brotli (RFC 7932) into `folder`, named by the SHA-256 of what is
 * in it: the server can never take it for another file (webclient/embed.go).
 */
export function brotli(folder: string): Plugin {
  return {
    name: "einmal-brotli",
    apply: "build",
    writeBundle({ dir = "" }) {
      mkdirSync(folder, { recursive: true });
      for (const name of readdirSync(folder))
        if (name.endsWith(".br")) rmSync(path.join(folder, name));
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.endsWith(".gz")) continue;
        const content = readFileSync(path.join(entry.parentPath, entry.name));
        const small = compress(content);
        if (small.length < content.length * worthIt)
          writeFileSync(path.join(folder, brotliName(content)), small);
      }
    },
  };
}

export function brotliName(content: Uint8Array): string {
  return `${createHash("sha256").update(content).digest("hex")}.br`;
}

export function compress(content: Uint8Array): Uint8Array {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}
