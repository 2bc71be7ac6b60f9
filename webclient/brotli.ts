// Packs the client for the program, once, while it is built: what a server would have to do for
// each visitor can be done as well as it can be, and the program holds each file once.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";

/** What does not shrink to this part of it is kept as it is: a picture is compressed already. */
const worthIt = 0.9;

/** The best costs 18 s for the WebAssembly, and saves 3 % of it. */
const large = 1 << 20;

/**
 * Writes each file of the build into the folder `brotli` beside it, in Brotli (RFC 7932) and with
 * ".br" behind its name, or as it is; and nothing else stays there (webclient/embed.go).
 */
export function brotli(): Plugin {
  return {
    name: "einmal-brotli",
    apply: "build",
    writeBundle({ dir = "" }) {
      const folder = path.join(path.dirname(dir), "brotli");
      const written = new Set(
        listFiles(dir).map((name) => writePacked(folder, name, readFileSync(path.join(dir, name)))),
      );
      for (const name of listFiles(folder)) if (!written.has(name)) rmSync(path.join(folder, name));
    },
  };
}

/** All files below a folder, by their path in it, but those that keep a folder in git. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Gives the name under which it was written. */
function writePacked(folder: string, name: string, content: Uint8Array): string {
  const target = path.join(folder, name);
  mkdirSync(path.dirname(target), { recursive: true });
  if (isPackedAs(`${target}.br`, content)) return `${name}.br`;
  const small = compress(content);
  const shrinks = small.length < content.length * worthIt;
  writeFileSync(shrinks ? `${target}.br` : target, shrinks ? small : content);
  return shrinks ? `${name}.br` : name;
}

/** Of a build before. */
function isPackedAs(file: string, content: Uint8Array): boolean {
  try {
    return brotliDecompressSync(readFileSync(file)).equals(content);
  } catch {
    return false; // not there, or not whole
  }
}

export function compress(content: Uint8Array): Uint8Array {
  const { BROTLI_MAX_QUALITY: best } = constants;
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length < large ? best : best - 1,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}
