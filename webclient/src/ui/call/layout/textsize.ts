// The size of the text, and when it changes: a person may choose another one at any time.

/** In px. */
export function textSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/**
 * Calls `changed` in the frame in which an element or the text gets another size. Returns what ends
 * that. A browser that cannot observe calls it never.
 */
export function watchSize(element: Element, changed: () => void): () => void {
  if (typeof ResizeObserver === "undefined") return () => {};
  const line = document.createElement("span");
  line.className = "textsize";
  line.setAttribute("aria-hidden", "true");
  document.body.append(line);
  const observer = new ResizeObserver(changed);
  // A scroll bar does not change the border box: it brings no second round.
  observer.observe(element, { box: "border-box" });
  observer.observe(line);
  return () => {
    observer.disconnect();
    line.remove();
  };
}
