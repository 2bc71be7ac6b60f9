// The words of a link that somebody types because they were read out to them.
import { formatFragment } from "../../crypto/link.ts";
import {
  countKnown,
  loadWordList,
  readWords,
  splitWords,
  type WordList,
  WordsError,
} from "../../crypto/words.ts";
import { fetchModule } from "../../page/chunk.ts";
import { t } from "../i18n/index.ts";

/** What keeps the words from being a link, as a sentence. */
export class TypedError extends Error {}

/** So many words of ours, and the person means words. */
const fewWords = 3;

/** Whether it is worth loading the lists. */
export function mayBeWords(text: string): boolean {
  return splitWords(withoutAddresses(text)).length >= fewWords;
}

/**
 * The fragment of the link; undefined if these are no words of ours at all. Rejects with a
 * TypedError, and nothing else.
 */
export async function readTypedWords(text: string): Promise<string | undefined> {
  const lists = await loadLists();
  const words = splitWords(withoutAddresses(text));
  const known = Math.max(...lists.map((list) => countKnown(words, list)));
  if (known < fewWords || known * 2 < words.length) return undefined;
  try {
    return formatFragment(readWords(words.join(" "), lists));
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    throw new TypedError(sentence(error));
  }
}

async function loadLists(): Promise<readonly WordList[]> {
  try {
    await Promise.all([fetchModule("crypto/wordlists/en"), fetchModule("crypto/wordlists/de")]);
    return await Promise.all([loadWordList("en"), loadWordList("de")]);
  } catch {
    throw new TypedError(t("typed.unavailable"));
  }
}

/** The damaged link may still stand in the field. */
function withoutAddresses(text: string): string {
  return text.replace(/\S*[#/]\S*/g, " ");
}

function sentence({ problem, places }: WordsError): string {
  const [first = 0, second = 0] = places;
  if (problem === "count") return t("typed.count", { count: first });
  if (problem === "swapped") return t("typed.swapped", { first, second });
  if (problem === "wrong") return t("typed.wrong");
  return t(places.length > 1 ? "typed.unknown.many" : "typed.unknown", {
    places: places.join(", "),
  });
}
