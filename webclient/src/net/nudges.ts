// What a browser tells of its network, and when it lets a page run again: a moment to look whether
// the server still answers.

export interface Nudges {
  /** There was no network, and now there is. */
  online(): void;
  /** Anything else that may have cut a connection. */
  perhaps(): void;
}

export function listen({ online, perhaps }: Nudges, signal: AbortSignal): void {
  globalThis.addEventListener("online", online, { signal });
  for (const event of ["pageshow", "visibilitychange"])
    globalThis.addEventListener(event, perhaps, { signal });
  // Only some browsers have it.
  const { connection } = navigator as Navigator & { readonly connection?: EventTarget };
  connection?.addEventListener("change", perhaps, { signal });
}
