// Proof of work (protocol, section 3.1): what a server that is open to everybody asks of those who
// create a room. WebCrypto takes longer to be called than to hash 40 bytes, so the one block that
// is hashed a million times is written out here.
import { type Bytes, concat, fromBase64url, uint32, utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";

const parts = 8;
/** The page draws and answers between two slices; a longer one would be felt. */
const sliceMs = 30;
const triesAtATime = 1024;

/**
 * Eight counters, 32 bytes: the first for each part whose hash begins with this many zero bits.
 * Takes 8 * 2^bits tries on average. An aborted signal ends it early, with nothing of use.
 */
export async function proveWork(
  nonce: Uint8Array,
  room: string,
  bits: number,
  signal?: AbortSignal,
): Promise<Bytes> {
  const seed = await sha256(concat(utf8("einmal/1 work"), nonce, fromBase64url(room, 16)));
  const block = firstBlock(seed);
  const found: number[] = [];
  let counter = 0;
  while (found.length < parts && !signal?.aborted) {
    const end = performance.now() + sliceMs;
    while (found.length < parts && performance.now() < end) {
      const hit = search(block, found.length, counter, bits);
      counter = hit === undefined ? counter + triesAtATime : 0;
      if (hit !== undefined) found.push(hit);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  return concat(...found.map(uint32));
}

/**
 * The message seed || uint32 part || uint32 counter as the block that SHA-256 sees (FIPS 180-4,
 * 5.1.1).
 */
function firstBlock(seed: Bytes): Int32Array {
  const block = new Int32Array(64);
  const view = new DataView(seed.buffer);
  for (let i = 0; i < 8; i++) block[i] = view.getInt32(4 * i);
  block[10] = 1 << 31;
  block[15] = 40 * 8;
  return block;
}

function search(block: Int32Array, part: number, from: number, bits: number): number | undefined {
  block[8] = part;
  for (let counter = from; counter < from + triesAtATime; counter++) {
    block[9] = counter;
    if (Math.clz32(firstWord(block)) >= bits) return counter;
  }
  return undefined;
}

/** The first 32 bits of the hash (FIPS 180-4, 6.2.2). `w` holds the block in its first 16 words. */
function firstWord(w: Int32Array): number {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = start;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (rounds[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (a + start[0]) | 0;
}

// The first 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4, 4.2.2 and
// 5.3.3).
const primes = firstPrimes(64);
const rootFraction = (prime: number) => fraction(Math.sqrt(prime));
const start = [
  rootFraction(2),
  rootFraction(3),
  rootFraction(5),
  rootFraction(7),
  rootFraction(11),
  rootFraction(13),
  rootFraction(17),
  rootFraction(19),
] as const;
const rounds = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++)
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
