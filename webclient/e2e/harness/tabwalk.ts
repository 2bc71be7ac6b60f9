/** Goes through a page with the Tab key, until it comes round. */
import type { Page } from "puppeteer-core";

/** At each press of Tab where the focus was, in order. */
type Walk = { stops: Element[] };
declare global {
  var tabWalk: Walk;
}

/**
 * Which controls cannot be reached with it, and whether it comes round; within the dialog that is
 * open, if one is.
 */
export async function tabFaults(page: Page): Promise<string[]> {
  await page.bringToFront();
  const controls = await page.evaluate(beginWalk);
  // A date field has a stop for each of its parts, and a browser some of its own.
  for (let presses = 0; presses < 3 * controls + 30; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(isRound)) return await page.evaluate(findMissed);
  }
  return [...(await page.evaluate(findMissed)), ...(await page.evaluate(findTrap))];
}

/** Runs in the page, as the next ones; how many controls there are at most. */
function beginWalk(): number {
  globalThis.tabWalk = { stops: [] };
  const root = [...document.querySelectorAll<HTMLElement>("dialog:modal")].at(-1) ?? document.body;
  root.tabIndex = -1;
  root.focus();
  return root.querySelectorAll("button, a[href], input, select, textarea, summary").length;
}

/** It is at the first control again. */
function isRound(): boolean {
  const { stops } = globalThis.tabWalk;
  const now = document.activeElement ?? document.body;
  if (now === stops.at(-1)) return false;
  stops.push(now);
  const first = stops.findIndex((stop) => !stop.matches("body, dialog"));
  return now === stops[first] && first < stops.length - 1;
}

function findMissed(): string[] {
  const { stops } = globalThis.tabWalk;
  const scope = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  const name = (element: Element) => {
    const test = element.closest("[data-test]")?.getAttribute("data-test");
    return `${element.tagName.toLowerCase()} ${test ?? element.textContent?.trim().slice(0, 40)}`;
  };
  const isDrawn = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const radio = (element: Element) =>
    element instanceof HTMLInputElement && element.type === "radio" ? element : undefined;
  /** Of several of which one is chosen, that one is a stop. */
  const isReached = (control: Element) =>
    stops.includes(control) ||
    (radio(control) && stops.some((stop) => radio(stop)?.name === radio(control)?.name));
  const controls = "button, a[href], input, select, textarea, summary";
  const missed = [...scope.querySelectorAll(controls)].filter(
    (one) => isDrawn(one) && !one.matches(":disabled, [inert] *") && !isReached(one),
  );
  const outside = stops.filter((stop) => stop !== document.body && !scope.contains(stop));
  return [
    ...missed.map((control) => `${name(control)} cannot be reached with Tab`),
    ...outside
      .filter((stop) => stop.isConnected)
      .map((stop) => `Tab leaves the dialog for ${name(stop)}`),
  ];
}

/** Where there is one control alone, Tab stays at it. */
function findTrap(): string[] {
  const { stops } = globalThis.tabWalk;
  const last = stops.findLast((stop) => stop !== document.body);
  if (!last || new Set(stops.filter((stop) => !stop.matches("body, dialog"))).size < 2) return [];
  return [`Tab does not come round from ${last.getAttribute("data-test") ?? last.tagName}`];
}
