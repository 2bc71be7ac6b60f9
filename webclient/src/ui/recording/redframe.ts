// Whatever is shown, the whole page stands in a red frame, and so do the windows beside it, which
// have no other place for words.
import { useEffect } from "preact/hooks";
import { copySheets, pagesApart } from "../parts/apart.ts";

const mark = "data-recorded";

/** Undefined while nothing is recorded. */
export function useRedFrame(words: string | undefined): void {
  const apart = pagesApart.value;
  const isOn = words !== undefined;
  useEffect(() => {
    document.documentElement.toggleAttribute(mark, isOn);
    return () => document.documentElement.removeAttribute(mark);
  }, [isOn]);
  useEffect(() => {
    if (words === undefined) return;
    for (const page of apart) {
      copySheets(page);
      page.body.setAttribute(mark, words);
    }
    return () => {
      for (const page of apart) page.body.removeAttribute(mark);
    };
  }, [words, apart]);
}
