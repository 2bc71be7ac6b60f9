// Starting media elements. A browser may refuse to play sound before the person has touched the
// page; then one tap starts all.
import { signal } from "@preact/signals";

/** True while at least one element waits for a tap. */
export const soundBlocked = signal(false);

const refused = new Set<HTMLMediaElement>();

/** Plays `element`; a refusal shows in `soundBlocked`. */
export function playElement(element: HTMLMediaElement): void {
  element.play()?.then(
    () => settle(element, false),
    (error: unknown) => {
      // An interrupted start (AbortError) is followed by another one.
      if (error instanceof DOMException && error.name === "NotAllowedError") settle(element, true);
    },
  );
}

/** Called from a tap: starts everything that was refused. */
export function playRefused(): void {
  for (const element of [...refused]) playElement(element);
}

/** The element is gone from the page. */
export function forget(element: HTMLMediaElement): void {
  settle(element, false);
}

function settle(element: HTMLMediaElement, isRefused: boolean): void {
  if (isRefused) refused.add(element);
  else refused.delete(element);
  soundBlocked.value = refused.size > 0;
}
