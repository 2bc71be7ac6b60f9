// Contact sheets: many pictures on one, so that a person sees ten states in one look. One for each
// state with all its views, and for each view as many as its states need.
import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "puppeteer-core";
import { type View, viewName } from "./views.ts";

const sheetWidth = 1900;
const perSheet = 10;

interface Picture {
  readonly file: string;
  readonly words: string;
  readonly view: View;
}

export async function drawSheets(
  page: Page,
  folder: string,
  states: readonly string[],
  views: readonly View[],
): Promise<void> {
  const picture = (state: string, view: View, words: string): Picture => ({
    file: `${state}-${viewName(view)}.png`,
    words,
    view,
  });
  for (const state of states) {
    const all = views.map((view) => picture(state, view, viewName(view)));
    await drawSheet(page, folder, state, all, 0.35);
  }
  for (const view of views) {
    for (let i = 0; i < states.length; i += perSheet) {
      const some = states.slice(i, i + perSheet).map((state) => picture(state, view, state));
      const name = `${viewName(view)}-${i / perSheet + 1}`;
      await drawSheet(page, folder, name, some, Math.min(0.9, 350 / view.width));
    }
  }
}

async function drawSheet(
  page: Page,
  folder: string,
  name: string,
  pictures: readonly Picture[],
  scale: number,
): Promise<void> {
  const there: Picture[] = [];
  for (const one of pictures)
    if (
      await access(path.join(folder, one.file)).then(
        () => true,
        () => false,
      )
    )
      there.push(one);
  if (there.length === 0) return;
  const html = path.join(folder, "sheets", "sheet.html");
  await writeFile(
    html,
    `<!doctype html><title>${name}</title>${style}${there.map(figure(scale)).join("")}`,
  );
  await page.setViewport({ width: sheetWidth, height: 600 });
  await page.goto(`file://${html}`, { waitUntil: "load" });
  await page.screenshot({
    path: path.join(folder, "sheets", `${name}.png`) as `${string}.png`,
    optimizeForSpeed: true,
    fullPage: true,
  });
}

const style = `<style>
body { display: flex; flex-wrap: wrap; gap: 12px; align-items: start; margin: 12px;
  font: 12px system-ui; background: #8a8f98; }
figure { position: relative; margin: 0; }
figcaption { overflow: hidden; height: 1.5em; color: #fff; white-space: nowrap; }
div { position: relative; overflow: hidden; max-height: 560px; }
img { display: block; width: 100%; }
hr { position: absolute; left: 0; right: 0; margin: 0; border: 0; border-top: 2px dashed #d0f; }
</style>`;

/** The line is the lower edge of the screen. */
const figure =
  (scale: number) =>
  ({ file, words, view }: Picture) =>
    `<figure style="width:${Math.round(view.width * scale)}px"><figcaption>${words}</figcaption>` +
    `<div><img src="../${file}"><hr style="top:${Math.round(view.height * scale)}px"></div></figure>`;
