// What a server sends in Brotli is what was built.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { compress, listFiles } from "./brotli.ts";

const folder = path.join(import.meta.dirname, "brotli");
const dist = path.join(import.meta.dirname, "dist");

test("what is compressed is whole, and always the same", () => {
  const text = Buffer.from("export const words = 'einmal';\n".repeat(1000));
  expect(Buffer.from(brotliDecompressSync(compress(text)))).toEqual(text);
  expect(compress(text)).toEqual(compress(Buffer.from(text)));
});

test.runIf(existsSync(path.join(dist, "index.html")))(
  "each file of the build is packed, once, and nothing else is there",
  () => {
    const packed = listFiles(folder).map((name): [string, Buffer] => {
      const content = readFileSync(path.join(folder, name));
      return name.endsWith(".br")
        ? [name.slice(0, -3), brotliDecompressSync(content)]
        : [name, content];
    });
    const built = listFiles(dist);
    expect(packed.map(([name]) => name).sort()).toEqual(built);
    for (const [name, content] of packed)
      expect([name, content.equals(readFileSync(path.join(dist, name)))]).toEqual([name, true]);
  },
);
