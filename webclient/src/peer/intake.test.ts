import { beforeEach, expect, it, vi } from "vitest";
import type { Bytes } from "../crypto/bytes.ts";
import { hashBlock, hashOf } from "../crypto/filehash.ts";
import { largestChunk } from "./filerules.ts";
import type { FileStore } from "./filestore.ts";
import { fileWindow, Intake } from "./intake.ts";

let stored: number[];
let written: Bytes[];
let whole: [string, Blob][];
let failures: number;
let discarded: number;
/** Of a disk that is slow: what is to happen before a block is there. */
let disk: () => Promise<void>;

beforeEach(() => {
  stored = [];
  written = [];
  whole = [];
  failures = 0;
  discarded = 0;
  disk = () => Promise.resolve();
});

const store: FileStore = {
  async write(bytes) {
    await disk();
    written.push(bytes);
  },
  finish: async () => new Blob(written),
  discard: async () => void discarded++,
};

const intake = (size: number) =>
  new Intake(store, {
    size,
    stored: (bytes) => stored.push(bytes),
    whole: (hash, content) => whole.push([hash, content]),
    failed: () => failures++,
  });

/** As they come over the channel. */
function chunks(bytes: Bytes): Bytes[] {
  const all = [];
  for (let at = 0; at < bytes.length; at += largestChunk)
    all.push(bytes.slice(at, at + largestChunk));
  return all;
}

/** What is waited for hashes up to 32 MiB: a second is not enough where others keep the machine busy. */
const patient = { timeout: 20_000 };

it("puts a file away in blocks, and says what it is called then", async () => {
  const content = Uint8Array.from({ length: 2 * hashBlock + 77 }, (_, i) => i % 251);
  const file = intake(content.length);
  for (const chunk of chunks(content)) expect(file.add(chunk)).toBe(true);
  await vi.waitFor(() => expect(whole.length).toBe(1), patient);
  const [[hash, blob] = ["", new Blob()]] = whole;
  expect(hash).toBe(await hashOf(new Blob([content])));
  expect(Buffer.compare(Buffer.from(await blob.arrayBuffer()), content)).toBe(0);
  expect(written.map(({ length }) => length)).toEqual([hashBlock, hashBlock, 77]);
});

it("is whole once, whatever the size", async () => {
  for (const size of [1, hashBlock - 1, hashBlock, hashBlock + 1]) {
    whole = [];
    const file = intake(size);
    for (const chunk of chunks(new Uint8Array(size))) file.add(chunk);
    await vi.waitFor(() => expect(whole.length).toBe(1), patient);
    expect(whole[0]?.[0]).toBe(await hashOf(new Blob([new Uint8Array(size)])));
  }
});

it("lets nobody be far ahead of a disk that is slow, and says what is there", async () => {
  let go = () => {};
  const slow = new Promise<void>((resolve) => {
    go = resolve;
  });
  disk = () => slow;
  const file = intake(2 ** 30);
  const block = new Uint8Array(hashBlock);
  for (let at = 0; at < fileWindow; at += hashBlock) expect(file.add(block)).toBe(true);
  expect(stored).toEqual([]);
  expect(file.add(new Uint8Array(1))).toBe(false);
  go();
  await vi.waitFor(() => expect(stored).toEqual([fileWindow / 2, fileWindow]), patient);
  expect(file.add(block)).toBe(true);
  file.discard();
});

it("counts from where the peer goes on", () => {
  const file = intake(2 ** 30);
  file.add(new Uint8Array(largestChunk));
  file.noteResumed();
  for (let at = 0; at < fileWindow; at += hashBlock)
    expect(file.add(new Uint8Array(hashBlock))).toBe(true);
  expect(file.add(new Uint8Array(1))).toBe(false);
  file.discard();
});

it("says when there is no room any more, and once", async () => {
  disk = () => Promise.reject(new DOMException("", "QuotaExceededError"));
  const file = intake(2 ** 30);
  for (let n = 0; n < 3; n++) file.add(new Uint8Array(hashBlock));
  await vi.waitFor(() => expect(failures).toBe(1), patient);
  file.discard();
  await vi.waitFor(() => expect(discarded).toBe(1), patient);
  expect([whole, failures]).toEqual([[], 1]);
});

it("writes nothing any more once it is discarded", async () => {
  const file = intake(2 ** 30);
  for (let n = 0; n < 3; n++) file.add(new Uint8Array(hashBlock));
  file.discard();
  await vi.waitFor(() => expect(discarded).toBe(1), patient);
  expect(written.length).toBeLessThan(2);
});
