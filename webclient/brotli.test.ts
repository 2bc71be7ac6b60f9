// What a server sends in Brotli is what was built.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { brotliName, compress } from "./brotli.ts";

const folder = path.join(import.meta.dirname, "brotli");
const dist = path.join(import.meta.dirname, "dist");

test("what is compressed is whole, and always the same", () => {
  const text = Buffer.from("export const words = 'einmal';\n".repeat(1000));
  expect(Buffer.from(brotliDecompressSync(compress(text)))).toEqual(text);
  expect(compress(text)).toEqual(compress(Buffer.from(text)));
});

test.runIf(existsSync(path.join(dist, "index.html")))(
  "each file is named by what is in it, and all that shrink are there",
  () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".br"));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names)
      expect(brotliName(brotliDecompressSync(readFileSync(path.join(folder, name))))).toBe(name);
    const assets = readdirSync(path.join(dist, "assets")).map((name) => `assets/${name}`);
    for (const name of ["index.html", ...assets]) {
      const has = names.includes(brotliName(readFileSync(path.join(dist, name))));
      expect([name, has]).toEqual([name, !name.endsWith(".gz")]); // which shrinks no more
    }
  },
);
