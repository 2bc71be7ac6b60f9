// A guest link as 27 words that can be read out (protocol, section 2). Each word carries ten bits: two
// for the kind, 128 for S, 128 for F, and twelve that check the others.
import { type Bytes, concat } from "./bytes.ts";
import type { GuestLink } from "./link.ts";
import { kinds, sizes } from "./repair.ts";

export type WordLanguage = "en" | "de";

export const wordCount = 27;
/** Whoever types needs no more of a word than these letters. */
export const lettersNeeded = 4;

const bitsOfWord = 10n;
const checkBits = 12n;
const payloadBits = bitsOfWord * BigInt(wordCount) - checkBits;
/**
 * x^12 + x^6 + x^4 + x + 1, which is primitive: no wrong word divides by it, and no two words that
 * have changed places.
 */
const generator = 0x1053;

/**
 * "count": not 27 of them. "unknown": some are none of ours. "swapped": right, if these two change
 * places. "wrong": one is not the right one.
 */
export type WordsProblem = "count" | "unknown" | "swapped" | "wrong";

export class WordsError extends Error {
  readonly problem: WordsProblem;
  /** The words that it is about, from 1 on; for "count" how many there are. */
  readonly places: readonly number[];

  /** The message never quotes the words: they are a secret. */
  constructor(problem: WordsProblem, places: readonly number[]) {
    super(`the words are no link: ${problem}`);
    this.name = "WordsError";
    this.problem = problem;
    this.places = places;
  }
}

export class WordList {
  readonly words: readonly string[];
  readonly #numbers = new Map<string, number>();

  /** The words with spaces between them. */
  constructor(text: string) {
    this.words = text.trim().split(/\s+/);
    for (const [number, word] of this.words.entries())
      this.#numbers.set(word.slice(0, lettersNeeded), number);
  }

  /** The number of the word that somebody has begun to type like this. */
  numberOf(typed: string): number | undefined {
    const word = typed.toLowerCase().normalize("NFC");
    return this.#numbers.get(beginning(spelledOut(word))) ?? this.#numbers.get(beginning(word));
  }
}

/** With two letters for an umlaut, as those write who have none on their keyboard. */
function spelledOut(word: string): string {
  const letters: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  return word.replace(/[äöüß]/g, (letter) => letters[letter] ?? letter);
}

/** Without accents. */
function beginning(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[^a-z]/g, "")
    .slice(0, lettersNeeded);
}

const texts = {
  en: () => import("./wordlists/en.ts"),
  de: () => import("./wordlists/de.ts"),
};

/** Rejects if the list is not there: the server may be away, or have another build by now. */
export async function loadWordList(language: WordLanguage): Promise<WordList> {
  return new WordList((await texts[language]()).words);
}

export function toWords(link: GuestLink, list: WordList): readonly string[] {
  const payload = concat(link.secret, link.hostKeyHash).reduce(
    (sum, byte) => (sum << 8n) | BigInt(byte),
    BigInt(kinds.indexOf(link.kind)),
  );
  const unchecked = payload << checkBits;
  const whole = unchecked | BigInt(remainder(numbersIn(unchecked)));
  return numbersIn(whole).map((number) => list.words[number] ?? "");
}

/** The words in a text: what stands between them may be anything but letters. */
export function splitWords(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/\p{L}+/gu) ?? []
  );
}

/** How many of the words are on the list. */
export function countKnown(words: readonly string[], list: WordList): number {
  return words.filter((word) => list.numberOf(word) !== undefined).length;
}

/**
 * Reads what somebody has typed, in whichever of the languages. Throws a WordsError, and nothing
 * else.
 */
export function readWords(text: string, lists: readonly WordList[]): GuestLink {
  const words = splitWords(text);
  const most = Math.max(...lists.map((list) => countKnown(words, list)));
  const problems: WordsError[] = [];
  for (const list of lists.filter((list) => countKnown(words, list) === most)) {
    try {
      return readNumbers(words.map((word) => list.numberOf(word)));
    } catch (error) {
      if (!(error instanceof WordsError)) throw error;
      problems.push(error);
    }
  }
  throw problems[0] ?? new WordsError("wrong", []);
}

function readNumbers(found: readonly (number | undefined)[]): GuestLink {
  const unknown = found.flatMap((number, at) => (number === undefined ? [at + 1] : []));
  if (unknown.length > 0) throw new WordsError("unknown", unknown);
  if (found.length !== wordCount) throw new WordsError("count", [found.length]);
  const numbers = found.map(Number);
  const link = fromNumbers(numbers);
  if (link !== undefined) return link;
  const swaps = numbers.flatMap((_, at) => (fromNumbers(withSwap(numbers, at)) ? [at + 1] : []));
  const [swap, ...others] = swaps;
  if (swap !== undefined && others.length === 0) throw new WordsError("swapped", [swap, swap + 1]);
  throw new WordsError("wrong", []);
}

/** With this one and the next in each other's place. */
function withSwap(numbers: readonly number[], at: number): readonly number[] {
  const [first = [], second = [], rest = []] = [at, at + 1, at + 2].map((from, step) =>
    numbers.slice(from, step < 2 ? from + 1 : undefined),
  );
  return [...numbers.slice(0, at), ...second, ...first, ...rest];
}

function fromNumbers(numbers: readonly number[]): GuestLink | undefined {
  if (remainder(numbers) !== 0) return undefined;
  const whole = numbers.reduce((sum, number) => (sum << bitsOfWord) | BigInt(number), 0n);
  const payload = whole >> checkBits;
  const kind = kinds[Number(payload >> (payloadBits - 2n))];
  if (kind === undefined) return undefined;
  const { secret, hostKeyHash } = sizes;
  const bytes = bytesOf(payload, secret + hostKeyHash);
  return {
    role: "guest",
    kind,
    secret: bytes.slice(0, secret),
    hostKeyHash: bytes.slice(secret),
  };
}

function numbersIn(whole: bigint): number[] {
  return Array.from({ length: wordCount }, (_, at) => {
    const after = BigInt(wordCount - 1 - at);
    return Number((whole >> (bitsOfWord * after)) & (2n ** bitsOfWord - 1n));
  });
}

/** The last `length` bytes of it. */
function bytesOf(value: bigint, length: number): Bytes {
  return Uint8Array.from({ length }, (_, at) =>
    Number((value >> BigInt(8 * (length - 1 - at))) & 255n),
  );
}

/** Of the division by the generator, both read as polynomials over two elements. */
function remainder(numbers: readonly number[]): number {
  let rest = 0;
  for (const number of numbers) {
    for (let bit = 9; bit >= 0; bit--) {
      rest = (rest << 1) | ((number >> bit) & 1);
      if (rest >> 12) rest ^= generator;
    }
  }
  return rest;
}
