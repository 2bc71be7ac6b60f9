// Numbers modulo a prime, and what a secret count needs of them: powers, and the polynomial that
// has given numbers as its roots, from the sums of their powers (Newton's identities).

/** The largest prime below 2^53: each number is an exact number in JSON. */
export const prime = 2n ** 53n - 111n;

type Polynomial = readonly bigint[]; // from the lowest power on; the last is not 0

/** 0 to prime - 1. */
export const reduce = (value: bigint): bigint => ((value % prime) + prime) % prime;

/** Each number is as likely as every other. */
export function randomElement(): bigint {
  for (;;) {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    const value = (BigInt(high & 0x1fffff) << 32n) | BigInt(low);
    if (value < prime) return value;
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let bit = exponent, square = base; bit > 0n; bit >>= 1n, square = (square * square) % prime)
    if (bit & 1n) result = (result * square) % prime;
  return result;
}

const inverse = (value: bigint): bigint => (value === 1n ? 1n : power(value, prime - 2n));

/** x, x², … up to this power. */
export function powersOf(x: bigint, most: number): bigint[] {
  const powers = [x];
  while (powers.length < most) powers.push(((powers.at(-1) ?? 0n) * x) % prime);
  return powers;
}

/**
 * The numbers whose first, second, … powers add up to these: as many as there are sums, all
 * different, from the smallest on. Undefined if there are no such numbers.
 */
export function numbersOf(sums: readonly bigint[]): bigint[] | undefined {
  const f = polynomialOf(sums);
  // x^prime - x has each number as a root once.
  const x = [0n, 1n];
  const all = commonDivisor(f, subtract(powerModulo(x, prime, f), x));
  if (all.length !== f.length) return undefined;
  return rootsOf(f).sort((a, b) => (a < b ? -1 : 1));
}

function polynomialOf(sums: readonly bigint[]): Polynomial {
  const signed = [1n]; // (-1)^k times the elementary symmetric polynomial of degree k
  for (let k = 1; k <= sums.length; k++) {
    let sum = 0n;
    for (let i = 1; i <= k; i++) sum -= (signed[k - i] ?? 0n) * (sums[i - 1] ?? 0n);
    signed.push(reduce(sum * inverse(BigInt(k))));
  }
  return signed.reverse();
}

/** Of one that has as many different roots as its degree (Cantor and Zassenhaus). */
function rootsOf(f: Polynomial): bigint[] {
  if (f.length === 1) return [];
  if (f.length === 2) return [reduce(-(f[0] ?? 0n) * inverse(f[1] ?? 1n))];
  for (;;) {
    const half = powerModulo([randomElement(), 1n], (prime - 1n) / 2n, f);
    const some = commonDivisor(f, subtract(half, [1n]));
    if (some.length === 1 || some.length === f.length) continue;
    return [...rootsOf(some), ...rootsOf(divide(f, some).quotient)];
  }
}

function trimmed(coefficients: bigint[]): bigint[] {
  while (coefficients.at(-1) === 0n) coefficients.pop();
  return coefficients;
}

function subtract(a: Polynomial, b: Polynomial): bigint[] {
  const length = Math.max(a.length, b.length);
  return trimmed(Array.from({ length }, (_, i) => reduce((a[i] ?? 0n) - (b[i] ?? 0n))));
}

function divide(a: Polynomial, b: Polynomial): { quotient: bigint[]; rest: bigint[] } {
  const rest = [...a];
  const quotient: bigint[] = [];
  const leading = inverse(b.at(-1) ?? 1n);
  for (let at = a.length - b.length; at >= 0; at--) {
    const factor = reduce((rest[at + b.length - 1] ?? 0n) * leading);
    quotient.unshift(factor);
    for (const [i, value] of b.entries())
      rest[at + i] = reduce((rest[at + i] ?? 0n) - factor * value);
  }
  return { quotient: trimmed(quotient), rest: trimmed(rest.slice(0, b.length - 1)) };
}

function multiplyModulo(a: Polynomial, b: Polynomial, f: Polynomial): bigint[] {
  const product = Array.from({ length: a.length + b.length }, () => 0n);
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries()) product[i + j] = reduce((product[i + j] ?? 0n) + x * y);
  return divide(trimmed(product), f).rest;
}

function powerModulo(base: Polynomial, exponent: bigint, f: Polynomial): bigint[] {
  let result: bigint[] = divide([1n], f).rest;
  let square = divide(base, f).rest;
  for (let bit = exponent; bit > 0n; bit >>= 1n) {
    if (bit & 1n) result = multiplyModulo(result, square, f);
    square = multiplyModulo(square, square, f);
  }
  return result;
}

/** With 1 as its leading coefficient. */
function commonDivisor(a: Polynomial, b: Polynomial): bigint[] {
  let [larger, smaller]: Polynomial[] = [a, b];
  while ((smaller?.length ?? 0) > 0)
    [larger, smaller] = [smaller, divide(larger ?? [], smaller ?? []).rest];
  const leading = inverse(larger?.at(-1) ?? 1n);
  return (larger ?? []).map((value) => reduce(value * leading));
}
