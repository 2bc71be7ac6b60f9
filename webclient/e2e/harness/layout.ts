/**
 * What a person would trip over on the screen as it is: sideways scrolling, a control that cannot be
 * brought onto the screen or lies under another, text that is cut off or lies over other text, and
 * targets too small for a finger.
 */
import type { Page } from "puppeteer-core";

export async function layoutFaults(page: Page, touch: boolean): Promise<string[]> {
  return await page.evaluate(findFaults, touch);
}

/** The controls of a call are on the screen whatever the rest needs. */
export async function outOfSight(
  page: Page,
  { width, height }: { width: number; height: number },
): Promise<string[]> {
  const findUnseen = (width: number, height: number) => {
    const kind = document.querySelector<HTMLElement>(".call.on-stage")?.dataset.kind;
    const all = { video: ["mic", "camera", "leave"], audio: ["mic", "leave"], chat: ["leave"] };
    return (all[kind as keyof typeof all] ?? []).flatMap((name) => {
      const box = document.querySelector(`.toolbar [data-test=${name}]`)?.getBoundingClientRect();
      const seen =
        box !== undefined &&
        box.width > 0 &&
        box.left >= 0 &&
        box.right <= width &&
        box.top >= 0 &&
        box.bottom <= height + 1;
      return seen ? [] : [`${name} of a ${kind} call is not in sight`];
    });
  };
  return await page.evaluate(findUnseen, width, height);
}

/** Runs in the page. */
function findFaults(touch: boolean): string[] {
  const faults: string[] = [];
  /** Of a finger, less what rounding may cost, or of a mouse (WCAG 2.2, 2.5.8). */
  const finger = touch ? 46 : 24;
  /** A phone's innerWidth grows with what is too wide; this stays (CSSOM View, section 6). */
  const screenWidth = document.documentElement.clientWidth;
  /** Of half a pixel here and there. */
  const slack = 2;
  /** What may stand over a control, because it can be scrolled or put away. */
  const overlay = ".notices, .toolbar-extra, .reactions";
  /** But nothing keeps anybody from ending what they share. */
  const free = ".share-bar *";
  /** What may be cut short: it scrolls, or is a link that is copied and not read. */
  const shortened = ".input, .unseen, select, option";
  /** What is moved about in as one likes: a screen in its own size. */
  const moved = ".share-scroll";
  /** Its whole text is its title as well. */
  const isTitled = (element: HTMLElement) => element.title === element.textContent?.trim();
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
    const wide = document.documentElement.scrollWidth - screenWidth;
    if (wide > 0) faults.push(`${wide} px wider than the screen`);
    for (const element of scope.querySelectorAll<HTMLElement>("*")) {
      const more = element.scrollWidth - element.clientWidth;
      const may = element.matches(shortened) || element.matches(moved);
      if (more > slack && cuts(element, "X", "auto scroll") && !may)
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
    if (box.left < -slack || box.right > screenWidth + slack) {
      faults.push(`${name(control)} is cut off at the side of the screen`);
      return;
    }
    const seen = visiblePart(box, control);
    const middle = { x: (seen.left + seen.right) / 2, y: (seen.top + seen.bottom) / 2 };
    const hits = (x: number, y: number) => {
      const top = document.elementFromPoint(x, y);
      if (top === null) return false;
      if (top.closest(overlay) && !control.closest(overlay)) return !control.matches(free);
      const label = top.closest("label");
      return control.contains(top) || top.contains(control) || label?.control === control;
    };
    if (!hits(middle.x, middle.y)) {
      const top = document.elementFromPoint(middle.x, middle.y);
      faults.push(`${name(control)} lies under ${top ? name(top) : "nothing"}`);
      return;
    }
    const inText = control.matches("a") && getComputedStyle(control).display === "inline";
    if (inText) return;
    /** How far a finger may be off to this side. */
    const reach = (dx: number, dy: number) => {
      let far = 0;
      while (far < finger && hits(middle.x + dx * (far + 1), middle.y + dy * (far + 1))) far++;
      return far;
    };
    const wide = box.width >= finger || reach(-1, 0) + reach(1, 0) >= finger;
    const high = box.height >= finger || reach(0, -1) + reach(0, 1) >= finger;
    if (!wide || !high)
      faults.push(
        `${name(control)} is too small for a finger: ${box.width.toFixed()} by ${box.height.toFixed()}`,
      );
  }

  interface Words {
    readonly element: HTMLElement;
    readonly box: DOMRect;
    readonly lines: readonly DOMRect[];
  }
  function wordsIn(root: Element): Words[] {
    const found: Words[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.nodeValue?.trim() || !element || !isDrawn(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      found.push({
        element,
        box: range.getBoundingClientRect(),
        lines: [...range.getClientRects()].map((line) => visiblePart(line, element)),
      });
    }
    return found;
  }

  function visiblePart(line: DOMRect, element: Element): DOMRect {
    let { left, right } = line;
    let [top, bottom] = [Math.max(0, line.top), Math.min(innerHeight, line.bottom)];
    for (const one of [element, ...ancestors(element)]) {
      if (!cuts(one, "X", "hidden clip auto scroll") || one.getClientRects().length === 0) continue;
      const edge = one.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  function lookAtWords({ element, box }: Words): void {
    if (element.closest(shortened) || isTitled(element)) return;
    if (box.left < -slack || box.right > screenWidth + slack) {
      faults.push(`text is cut off at the side of the screen: ${name(element)}`);
      return;
    }
    for (const one of [element, ...ancestors(element)]) {
      if (one.getClientRects().length === 0) continue; // display: contents
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
        if (one.element.closest(overlay) !== other.element.closest(overlay)) continue;
        if (one.lines.some((line) => other.lines.some((next) => isOver(line, next))))
          faults.push(`${name(one.element)} lies over ${name(other.element)}`);
      }
    }
  }

  function isOver(one: DOMRect, other: DOMRect): boolean {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return across > slack && down > 2 * slack;
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
