/**
 * What a person would trip over on the screen as it is: sideways scrolling, a control that cannot be
 * brought onto the screen or lies under another, text that is cut off or lies over other text, and
 * targets too small for a finger.
 */
import type { Page } from "puppeteer-core";

export async function layoutFaults(page: Page, touch: boolean): Promise<string[]> {
  return await page.evaluate(findFaults, touch);
}

/** Runs in the page. */
function findFaults(touch: boolean): string[] {
  const faults: string[] = [];
  /** Of a finger, less what rounding may cost. */
  const finger = 46;
  /** Of half a pixel here and there. */
  const slack = 2;
  /** What may stand over a control, because it can be scrolled or put away. */
  const overlay = ".notices";
  /** What may be cut short: it scrolls, or is a link that is copied and not read. */
  const shortened = ".input, .unseen, select, option, [data-cut]";
  const dialogs = document.querySelectorAll<HTMLElement>("dialog[open]");
  const scope: HTMLElement = dialogs[dialogs.length - 1] ?? document.body;

  const name = (element: Element) => {
    const test = element.closest("[data-test]")?.getAttribute("data-test");
    const words = (element.textContent ?? "").trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${test ? ` ${test}` : ""} "${words}"`;
  };
  const isDrawn = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !isUnseen(element);
  const isUnseen = (element: Element) => {
    for (let at: Element | null = element; at; at = at.parentElement)
      if (getComputedStyle(at).clipPath === "inset(50%)") return true;
    return false;
  };
  const ancestors = (element: Element) => {
    const list: HTMLElement[] = [];
    // A dialog lies over everything: nothing outside of it clips it.
    for (let at = element; !at.matches("dialog, body") && at.parentElement; at = at.parentElement)
      if (at.parentElement instanceof HTMLElement) list.push(at.parentElement);
    return list.filter((one) => one !== document.body && one !== document.documentElement);
  };
  const cuts = (element: Element, axis: "X" | "Y", how: string) =>
    how.includes(getComputedStyle(element)[`overflow${axis}`]);

  function lookForSidewaysScrolling(): void {
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) faults.push(`${wide} px wider than the screen`);
    for (const element of scope.querySelectorAll<HTMLElement>("*")) {
      const more = element.scrollWidth - element.clientWidth;
      if (more > slack && cuts(element, "X", "auto scroll") && !element.matches(shortened))
        faults.push(`${name(element)} has to be scrolled sideways by ${more} px`);
    }
  }

  function lookAtControl(control: HTMLElement): void {
    control.scrollIntoView({ block: "center", inline: "center" });
    const hidden = ancestors(control).filter((one) => cuts(one, "Y", "hidden clip"));
    for (const one of hidden) {
      if (one.scrollTop === 0 && one.scrollLeft === 0) continue;
      faults.push(`${name(control)} falls off the screen: no person can scroll there`);
      one.scrollTo(0, 0);
      return;
    }
    const box = control.getBoundingClientRect();
    if (box.left < -slack || box.right > innerWidth + slack) {
      faults.push(`${name(control)} is cut off at the side of the screen`);
      return;
    }
    const middle = {
      x: (box.left + box.right) / 2,
      y: (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2,
    };
    const hits = (x: number, y: number) => {
      const top = document.elementFromPoint(x, y);
      if (top === null || top.closest(overlay)) return !control.closest(overlay);
      const label = top.closest("label");
      return control.contains(top) || top.contains(control) || label?.control === control;
    };
    if (!hits(middle.x, middle.y)) {
      const top = document.elementFromPoint(middle.x, middle.y);
      faults.push(`${name(control)} lies under ${top ? name(top) : "nothing"}`);
      return;
    }
    const inText = control.matches("a") && getComputedStyle(control).display === "inline";
    if (!touch || inText) return;
    const reach = finger / 2;
    const edges = [
      box.width < finger && [-reach, 0],
      box.width < finger && [reach, 0],
      box.height < finger && [0, -reach],
      box.height < finger && [0, reach],
    ].filter((edge) => edge !== false) as [number, number][];
    if (edges.some(([dx, dy]) => !hits(middle.x + dx, middle.y + dy)))
      faults.push(
        `${name(control)} is too small for a finger: ${box.width.toFixed()} by ${box.height.toFixed()}`,
      );
  }

  interface Words {
    readonly element: HTMLElement;
    readonly box: DOMRect;
  }
  function wordsIn(root: Element): Words[] {
    const found: Words[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.nodeValue?.trim() || !element || !isDrawn(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      found.push({ element, box: range.getBoundingClientRect() });
    }
    return found;
  }

  function lookAtWords({ element, box }: Words): void {
    if (element.closest(shortened)) return;
    if (box.left < -slack || box.right > innerWidth + slack) {
      faults.push(`text is cut off at the side of the screen: ${name(element)}`);
      return;
    }
    for (const one of [element, ...ancestors(element)]) {
      const edge = one.getBoundingClientRect();
      const [x, y] = [cuts(one, "X", "hidden clip"), cuts(one, "Y", "hidden clip")];
      const button = one.matches("button, a.button");
      const beside = box.left < edge.left - slack || box.right > edge.right + slack;
      const beyond = box.top < edge.top - slack || box.bottom > edge.bottom + slack;
      if (((x || button) && beside) || ((y || button) && beyond)) {
        faults.push(`text is cut off by its ${name(one)}: ${name(element)}`);
        return;
      }
      // What scrolls shows everything.
      if (cuts(one, "Y", "auto scroll")) return;
    }
  }

  /** Where things lie over pictures, they have no lines of their own. */
  function lookForOverlaps(area: Element): void {
    const words = wordsIn(area);
    for (const [i, one] of words.entries()) {
      for (const other of words.slice(i + 1)) {
        const across =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > slack && down > 2 * slack)
          faults.push(`${name(one.element)} lies over ${name(other.element)}`);
      }
    }
  }

  lookForSidewaysScrolling();
  const controls = "button, a[href], input, select, textarea, summary";
  for (const control of scope.querySelectorAll<HTMLElement>(controls))
    if (isDrawn(control) && control.getClientRects().length > 0) lookAtControl(control);
  scrollTo(0, 0);
  for (const words of wordsIn(scope)) lookAtWords(words);
  const areas = ".tile, .callheader, .toolbar, .preview, .knock";
  for (const area of scope.querySelectorAll(areas)) lookForOverlaps(area);
  return faults;
}
