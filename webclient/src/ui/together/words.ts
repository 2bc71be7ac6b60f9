// The words of a part come with its view, in both languages, and not before.
import { type Key, type Language, languages, words } from "../i18n/index.ts";

export function addWords(more: Readonly<Record<Language, Partial<Record<Key, string>>>>): void {
  for (const { code } of languages) {
    const known = words[code].peek();
    words[code].value = { ...known, screens: { ...known.screens, ...more[code] } };
  }
}
