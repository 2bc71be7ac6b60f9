/**
 * Words and icons over a picture, which may be of any colour: how they stand out on a white and on a
 * black one. axe cannot tell.
 */
import type { Page } from "puppeteer-core";

/** What is below 4.5:1 (words) or 3:1 (icons) on one of them. */
export async function faintOnPictures(page: Page): Promise<string[]> {
  return await page.evaluate(findFaint);
}

/** Runs in the page. */
function findFaint(): string[] {
  type Colour = readonly [number, number, number, number];
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  const parse = (css: string): Colour => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = css;
    pen.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const light = ([r, g, b]: Colour) => {
    const linear = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  };
  const contrast = (one: Colour, other: Colour) => {
    const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element: Element, frame: Element, picture: Colour) => {
    const layers: Colour[] = [];
    for (let at: Element | null = element; at && at !== frame; at = at.parentElement)
      layers.unshift(parse(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, top) => over(top, below), picture);
  };

  const faults: string[] = [];
  const pictures = { white: [255, 255, 255, 1], black: [0, 0, 0, 1] } as const;
  for (const frame of document.querySelectorAll(".tile, .preview")) {
    if (!frame.querySelector("video:not(.picture-hidden)")) continue;
    for (const element of frame.querySelectorAll("*")) {
      const words = [...element.childNodes].some((n) => n.nodeType === 3 && n.nodeValue?.trim());
      const icon = element.matches("svg");
      if (!(words || icon) || !element.checkVisibility()) continue;
      for (const [name, picture] of Object.entries(pictures)) {
        const below = ground(element, frame, picture);
        const ink = over(parse(getComputedStyle(element).color), below);
        const ratio = contrast(ink, below);
        if (ratio < (words ? 4.5 : 3))
          faults.push(
            `${element.textContent || element.parentElement?.className} on ${name}: ${ratio.toFixed(2)}`,
          );
      }
    }
  }
  return faults;
}
