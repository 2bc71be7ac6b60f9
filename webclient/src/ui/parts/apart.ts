// Windows beside the page's own that show something of the call. They have its style sheets, by
// address, as its policy wants it.
import { signal } from "@preact/signals";
import { language } from "../i18n/index.ts";

export const pagesApart = signal<readonly Document[]>([]);

/** What is to be called when the window is gone. */
export function furnishPage(page: Document): () => void {
  page.documentElement.lang = language.value;
  copySheets(page);
  pagesApart.value = [...pagesApart.value, page];
  return () => {
    pagesApart.value = pagesApart.value.filter((other) => other !== page);
  };
}

/** Those that were loaded since. */
export function copySheets(page: Document): void {
  const known = new Set([...page.head.children].map(addressOf));
  for (const sheet of document.querySelectorAll("link[rel=stylesheet], style"))
    if (!known.has(addressOf(sheet))) page.head.append(page.importNode(sheet, true));
}

/** Of one that stands in the page itself: what is in it. */
const addressOf = (sheet: Element) => sheet.getAttribute("href") ?? sheet.textContent;
