import { expect, it } from "vitest";
import { concat, toBase64url } from "./bytes.ts";
import { hashBlock, hashOf } from "./filehash.ts";
import { sha256 } from "./hash.ts";

const content = Uint8Array.from({ length: 2 * hashBlock + 1 }, (_, i) => i % 251);

it.each([
  ["one byte", 1],
  ["a block", hashBlock],
  ["two blocks", 2 * hashBlock],
  ["a byte more", 2 * hashBlock + 1],
])("the hash of %s is that of the hashes of its blocks", async (_, length) => {
  const hashes = [];
  for (let at = 0; at < length; at += hashBlock)
    hashes.push(await sha256(content.slice(at, Math.min(length, at + hashBlock))));
  expect(await hashOf(new Blob([content.slice(0, length)]))).toBe(
    toBase64url(await sha256(concat(...hashes))),
  );
});

it("can be had of a file that is never in memory as a whole, and stops when asked", async () => {
  const blob = new Blob([content]);
  blob.arrayBuffer = () => Promise.reject(new Error("as a whole"));
  const read: number[] = [];
  expect(await hashOf(blob, (at) => read.push(at) < 9)).toBeDefined();
  expect(read).toEqual([0, hashBlock, 2 * hashBlock]);
  expect(await hashOf(blob, (at) => at === 0)).toBeUndefined();
});
