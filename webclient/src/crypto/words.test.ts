import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { formatFragment, type GuestLink, parseLink } from "./link.ts";
import { always, Random } from "./testing/random.ts";
import { loadWordList, readWords, toWords, WordsError, wordCount } from "./words.ts";

const english = await loadWordList("en");
const german = await loadWordList("de");
const lists = [english, german];
const kinds = ["video", "audio", "chat"] as const;

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8");
const vectors: { fragment: string; en: string; de: string }[] = JSON.parse(
  read("../../testdata/words.json"),
);

function someLink(random: Random): GuestLink {
  const [secret, hostKeyHash] = [random.randomBytes(16), random.randomBytes(16)];
  return { role: "guest", kind: random.pickFrom(kinds), secret, hostKeyHash };
}

/** What is wrong with them, as in "swapped 5 6"; "" if nothing is. */
function problemOf(words: readonly string[]): string {
  try {
    readWords(words.join(" "), lists);
    return "";
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    return [error.problem, ...error.places].join(" ");
  }
}

test("the vectors are read and written as they stand", () => {
  expect(vectors.length).toBeGreaterThanOrEqual(3);
  for (const { fragment, en, de } of vectors) {
    const link = parseLink(fragment) as GuestLink;
    expect(toWords(link, english).join(" ")).toBe(en);
    expect(toWords(link, german).join(" ")).toBe(de);
    for (const words of [en, de]) expect(formatFragment(readWords(words, lists))).toBe(fragment);
  }
});

test("every link survives, in both languages", () =>
  always(200, (random) => {
    const link = someLink(random);
    for (const list of lists) {
      const words = toWords(link, list);
      expect(words).toHaveLength(wordCount);
      expect(readWords(words.join(" "), lists)).toEqual(link);
    }
  }));

test("each single wrong word is found, at every place", () =>
  always(3, (random) => {
    const words = toWords(someLink(random), german);
    for (let at = 0; at < wordCount; at++) {
      for (let tries = 0; tries < 60; tries++) {
        const other = random.pickFrom(german.words);
        if (other !== words[at]) expect(problemOf(words.with(at, other))).toMatch(/^(wrong|swap)/);
      }
    }
  }));

test("no wrong word anywhere is taken for the right one", () => {
  const words = toWords(someLink(new Random(1)), english);
  for (const other of english.words)
    for (const at of [0, 13, 26])
      if (other !== words[at]) expect(problemOf(words.with(at, other))).not.toBe("");
});

test("any two words that have changed places are found, and neighbours are named", () =>
  always(5, (random) => {
    const words = toWords(someLink(random), english);
    for (let at = 0; at < wordCount; at++) {
      for (let to = at + 1; to < wordCount; to++) {
        const [first = "", second = ""] = [words[at], words[to]];
        if (first === second) continue;
        const problem = problemOf(words.with(at, second).with(to, first));
        if (to === at + 1) expect(["wrong", `swapped ${at + 1} ${to + 1}`]).toContain(problem);
        else expect(problem).not.toBe("");
      }
    }
  }));

test("neighbours in the wrong order are named as that", () => {
  const words = toWords(parseLink(vectors[0]?.fragment ?? "") as GuestLink, german);
  const swapped = [...words.slice(0, 4), words[5], words[4], ...words.slice(6)].map(String);
  expect(problemOf(swapped)).toBe("swapped 5 6");
});

describe("what people type", () => {
  const { fragment = "", en = "", de = "" } = vectors[0] ?? {};
  const typed = (change: (word: string, at: number) => string, words = de) =>
    words.split(" ").map(change).join(" ");

  test.each([
    ["capitals", de.toUpperCase()],
    ["numbers and full stops", typed((word, at) => `${at + 1}. ${word}\n`)],
    ["commas", en.replaceAll(" ", ", ")],
    ["the first four letters", typed((word) => word.slice(0, 4))],
    ["no more of English words", typed((word) => word.slice(0, 4), en)],
    ["another ending", typed((word) => `${word}en`)],
    ["hyphens and quotes", `„${de.replaceAll(" ", " – ")}“`],
    ["a decomposed accent", typed((word) => word.replace("e", "e\u0301"))],
  ])("may have %s", (_, text) => {
    expect(formatFragment(readWords(text, lists))).toBe(fragment);
  });

  test("may have an umlaut, as a letter or as two", () => {
    const list = lists.map((l) => l.words.find((word) => /^[a-z]?[aou]e/.test(word)) ?? "");
    for (const word of list.filter((word) => word !== "")) {
      const umlauts = { ae: "ä", oe: "ö", ue: "ü" } as Record<string, string>;
      const written = word.replace(/[aou]e/, (two) => umlauts[two] ?? two);
      expect(lists.some((l) => l.numberOf(written) === l.numberOf(word))).toBe(true);
    }
    expect(german.numberOf("Bägger")).toBe(german.numberOf("bagger"));
  });

  test("is told by its place", () => {
    expect(problemOf(typed((word, at) => (at === 4 ? "Xyz" : word)).split(" "))).toBe("unknown 5");
    expect(problemOf(de.split(" ").slice(0, 26))).toBe("count 26");
    expect(problemOf([...en.split(" "), "apple"])).toBe("count 28");
    expect(problemOf([])).toBe("count 0");
  });

  test("is not quoted in the error", () => {
    expect(() => readWords(typed((word) => `${word}`).slice(0, -9), lists)).toThrow(
      /^the words are no link: (count|unknown)$/,
    );
  });
});

describe.each([
  ["en", english, 8],
  ["de", german, 9],
] as const)("the words in %s", (language, { words }, longest) => {
  test("are 1,024 in the order of the alphabet, short, and of plain letters", () => {
    expect(words).toHaveLength(1024);
    expect(words).toEqual([...new Set(words)].sort());
    for (const word of words) expect(word).toMatch(new RegExp(`^[a-z]{4,${longest}}$`));
  });

  test("are those of the protocol", async () => {
    const text = words.map((word) => `${word}\n`).join("");
    const hash = Array.from(await sha256(utf8(text)), (byte) => byte.toString(16).padStart(2, "0"));
    expect(read("../../../docs/protocol.md")).toContain(`\n${language} ${hash.join("")}\n`);
  });

  test("differ in their first four letters", () => {
    expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(1024);
  });

  test("do not differ in a single letter alone", () => {
    const close = words.flatMap((word, at) =>
      words.slice(at + 1).filter((other) => isOneApart(word, other)),
    );
    expect(close).toEqual([]);
  });
});

/** Whether one letter was changed, added or left out. */
function isOneApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one.at(-1 - end) === other.at(-1 - end)
  )
    end++;
  return Math.max(one.length, other.length) - start - end <= 1;
}
