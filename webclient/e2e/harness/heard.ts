/** What a screen reader reads out of a page by itself: whatever comes into a live region. */
import { expect } from "vitest";
import type { Person } from "./person.ts";
import { until } from "./until.ts";

declare global {
  interface Window {
    /** In its order; undefined before `listen`. */
    heard: string[];
    listener?: MutationObserver;
  }
}

/** Notes from now on what is read out. */
export async function listen({ page }: Person): Promise<void> {
  await page.evaluate(() => {
    const live = "[aria-live],[role=status],[role=alert],[role=log]";
    window.listener?.disconnect();
    window.heard = [];
    const note = (node: Node) => {
      const element = node instanceof Element ? node : node.parentElement;
      const inside = node instanceof Element ? [...node.querySelectorAll(live)] : [];
      const said = element?.closest(live) ? [node] : inside;
      for (const one of said) if (one.textContent?.trim()) window.heard.push(one.textContent);
    };
    window.listener = new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes)
        for (const node of type === "characterData" ? [target] : addedNodes) note(node);
    });
    const all = { subtree: true, childList: true, characterData: true };
    window.listener.observe(document.body, all);
  });
}

/** Waits until `text` is read out. */
export async function hears(person: Person, text: string): Promise<void> {
  await until(`${person.name} to hear "${text}"`, async () => (await times(person, text)) > 0);
}

/** Of all that was said, each of these was said once. */
export async function heardOnce(person: Person, texts: readonly string[]): Promise<void> {
  const all = await person.page.evaluate(() => window.heard);
  for (const text of texts)
    expect(
      all.filter((one) => one.includes(text)),
      `what ${person.name} hears of "${text}", of ${JSON.stringify(all)}`,
    ).toHaveLength(1);
}

async function times({ page }: Person, text: string): Promise<number> {
  return await page.evaluate(
    (text) => window.heard.filter((one) => one.includes(text)).length,
    text,
  );
}
