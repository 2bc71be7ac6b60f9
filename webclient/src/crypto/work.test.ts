import { describe, expect, it } from "vitest";
import { concat, fromBase64url, random, toBase64url, uint32, utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { proveWork } from "./work.ts";

const nonce = Uint8Array.from({ length: 32 }, (_, i) => i);
const room = toBase64url(Uint8Array.from({ length: 16 }, (_, i) => 16 + i));

/** The number of zero bits at the beginning, by WebCrypto's SHA-256. */
async function zeros(seed: Uint8Array, part: number, counter: number): Promise<number> {
  const hash = await sha256(concat(seed, uint32(part), uint32(counter)));
  return Math.clz32(new DataView(hash.buffer).getUint32(0));
}

describe("a proof of work", () => {
  it("is the one that stands in the protocol text", async () => {
    expect(toBase64url(await proveWork(nonce, room, 8))).toBe(
      "AAAAKQAAAHMAAABOAAACdgAAAq8AAABJAAAElwAAAJA",
    );
  });

  it.each([1, 5, 10])(
    "of %d bits holds before another SHA-256, and no smaller counter does",
    async (bits) => {
      const fresh = random(32);
      const proof = await proveWork(fresh, room, bits);
      const seed = await sha256(concat(utf8("einmal/1 work"), fresh, fromBase64url(room)));
      const counters = new DataView(proof.buffer);
      expect(proof.length).toBe(32);
      for (let part = 0; part < 8; part++) {
        const counter = counters.getUint32(4 * part);
        expect(await zeros(seed, part, counter)).toBeGreaterThanOrEqual(bits);
        for (let less = Math.max(0, counter - 20); less < counter; less++) {
          expect(await zeros(seed, part, less)).toBeLessThan(bits);
        }
      }
    },
  );

  it("ends early when nobody wants it any more", async () => {
    expect((await proveWork(nonce, room, 24, AbortSignal.timeout(50))).length).toBeLessThan(32);
  });
});
