// Made-up values for property tests: the same ones in each run, so that a failure can be looked at
// again.
import type { Bytes } from "../bytes.ts";

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to 2^32 - 1: splitmix32, which is even enough for tests. */
  nextUint32(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  /** 0 to limit - 1. */
  integerBelow(limit: number): number {
    return this.nextUint32() % limit;
  }

  pickFrom<T>(list: readonly T[]): T {
    return list[this.integerBelow(list.length)] as T;
  }

  randomBytes(length: number): Bytes {
    return Uint8Array.from({ length }, () => this.nextUint32());
  }

  /**
   * A text of characters from all planes, so that bytes, UTF-16 units and characters are different
   * in number.
   */
  randomText(most: number): string {
    const alphabets = [0x20, 0xc0, 0x4e00, 0x1f600] as const;
    return Array.from({ length: this.integerBelow(most + 1) }, () =>
      String.fromCodePoint(this.pickFrom(alphabets) + this.integerBelow(80)),
    ).join("");
  }

  /** The bytes with one bit turned. */
  flipped(bytes: Uint8Array): Bytes {
    const changed = Uint8Array.from(bytes);
    const at = this.integerBelow(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << this.integerBelow(8));
    return changed;
  }
}

/** Runs a property so many times, each with values of its own; a failure names the run. */
export async function always(
  runs: number,
  property: (random: Random) => void | Promise<void>,
): Promise<void> {
  for (let run = 0; run < runs; run++) {
    try {
      await property(new Random(run));
    } catch (error) {
      throw new Error(`run ${run}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
}
