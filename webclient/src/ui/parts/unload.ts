// Has the browser ask before this page is closed, for as long as something would be lost with it.
import { useLayoutEffect } from "preact/hooks";

/** The words are the browser's own; it asks nobody who has not used the page. */
export function useUnloadQuestion(asks: boolean): void {
  // With the words that say so: whoever reads that the room is safe is not asked any more.
  useLayoutEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
      event.returnValue = true; // Chrome before 119
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [asks]);
}
