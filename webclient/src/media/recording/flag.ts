// Whether recordings may lie in this browser: the page then looks, and not before.

/** In local storage. */
const flag = "einmal recordings";

export function mayHoldRecordings(): boolean {
  try {
    return localStorage.getItem(flag) !== null;
  } catch {
    return false; // then there was no place for one either
  }
}

export function noteRecordings(some: boolean): void {
  if (some) localStorage.setItem(flag, "1");
  else localStorage.removeItem(flag);
}
