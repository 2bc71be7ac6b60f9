// The focus never falls to the body: whatever goes while it has the focus (a button that a press
// took away, an entry of a list, a dialog's opener) hands it to what is nearest around it.
import { nextFrame } from "./frame.ts";

/** From the inside out, as it was when the element got the focus. */
let around: HTMLElement[] = [];

let keeping = false;

/** From now on, once. */
export function keepFocus(): void {
  if (keeping) return;
  keeping = true;
  document.addEventListener("focusin", ({ target }) => {
    around = [];
    for (let at = target as HTMLElement | null; at; at = at.parentElement) around.push(at);
  });
  // Some browsers say so before they take it away, others say nothing.
  document.addEventListener("focusout", () => nextFrame(() => nextFrame(rescueFocus)));
  new MutationObserver(() => {
    if (isLost() && around[0]?.isConnected === false) nextFrame(() => nextFrame(rescueFocus));
  }).observe(document.body, { childList: true, subtree: true });
}

const isLost = () => document.activeElement === null || document.activeElement === document.body;

function rescueFocus(): void {
  const [last, ...rest] = around;
  if (!isLost() || last === undefined) return;
  // Somebody pressed beside it: that takes the focus away, as people expect.
  if (last.isConnected && last.getClientRects().length > 0) return;
  around = [];
  // What is around an open dialog takes none.
  const near = rest.find((one) => one.isConnected && one.matches("[tabindex], dialog[open]"));
  const next =
    (near?.matches("dialog") ? near.querySelector<HTMLElement>("h2[tabindex]") : near) ??
    document.querySelector<HTMLElement>("dialog[open] h2[tabindex]") ??
    document.querySelector<HTMLElement>("main h1, h1[tabindex]");
  next?.focus({ preventScroll: true });
}
