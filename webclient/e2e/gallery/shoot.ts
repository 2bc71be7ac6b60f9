// Takes a picture of every state of every screen in every view into out/gallery/, asks axe about
// each, and looks for what falls off the screen, is cut off or is too small for a finger; in some
// views it goes through the controls with the Tab key, or presses them all. Then it puts the
// pictures together on sheets, out/gallery/sheets/. It fails if anything has a fault.
//   npm run gallery                      all states, all views
//   npm run gallery -- call-two gone     some states (`call-` for all that start with it)
//   npm run gallery -- call-two quick    a phone and a desktop, and pictures only
//   npm run gallery -- 360x740 text200   views with these in their names
import { mkdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { outDir } from "../harness/browsers.ts";
import { Presser } from "../harness/focus.ts";
import { tabFaults } from "../harness/tabwalk.ts";
import { screenFaults } from "./checks.ts";
import { drawSheets } from "./sheets.ts";
import { type Site, serveGallery } from "./site.ts";
import { allViews, isPressed, isWalked, quickViews, type View, viewName } from "./views.ts";

/** Which views have a fault. */
type Faults = Map<string, readonly string[]>;

const out = path.join(outDir, "gallery");
const presser = new Presser();

export async function main(): Promise<void> {
  const words = process.argv.slice(3);
  const quick = words.includes("quick");
  await mkdir(path.join(out, "sheets"), { recursive: true });
  // A browser each: the pages of one take their pictures one after the other.
  const browsers = await Promise.all(os.cpus().slice(0, 2).map(launch));
  try {
    const pages = await Promise.all(browsers.map((browser) => browser.newPage()));
    const [first] = pages;
    if (first === undefined) throw new Error("no browser");
    const site = await serveGallery(first);
    const { states, views } = wanted(site, words, quick ? quickViews : allViews);
    if (words.length === 0) await removeOld();
    const faults: Faults = new Map();
    const waiting = [...states];
    const shootOn = async (page: Page) => {
      const console = listen(page);
      for (let state = waiting.shift(); state; state = waiting.shift()) {
        for (const view of views) {
          const found = await shoot(page, site, state, view, quick);
          for (const fault of [...found, ...console.splice(0)]) {
            const line = `${state}: ${fault}`;
            faults.set(line, [...(faults.get(line) ?? []), viewName(view)]);
          }
        }
      }
    };
    await Promise.all(pages.map(shootOn));
    await drawSheets(first, out, states, views);
    await site.close();
    await report(faults, states.length * views.length);
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}

function launch(): Promise<Browser> {
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      ...root,
      "--disable-background-networking",
      "--disable-dev-shm-usage",
      "--lang=en",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}

function wanted({ states }: Site, words: readonly string[], views: readonly View[]) {
  const inView = (word: string) => allViews.some((view) => viewName(view).includes(word));
  const isState = (word: string) => states.some((state) => state.startsWith(word));
  const named = words.filter(isState);
  const [some, rest] = [words.filter(inView), words.filter((word) => !inView(word))];
  for (const word of rest)
    if (word !== "quick" && !isState(word)) throw new Error(`no state or view is named ${word}`);
  const isWanted = (state: string) =>
    named.some((word) => state === word || (word.endsWith("-") && state.startsWith(word)));
  const among = some.length > 0 ? allViews : views;
  return {
    states: states.filter((state) => named.length === 0 || isWanted(state)),
    views: among.filter((view) => some.every((word) => viewName(view).includes(word))),
  };
}

async function removeOld(): Promise<void> {
  await rm(path.join(out, "sheets"), { recursive: true, force: true });
  await mkdir(path.join(out, "sheets"), { recursive: true });
}

function listen(page: Page): string[] {
  const lines: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn")
      lines.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => lines.push(`page: ${error}`));
  return lines;
}

async function shoot(
  page: Page,
  site: Site,
  state: string,
  view: View,
  quick: boolean,
): Promise<string[]> {
  // A call looks the same in light and dark.
  const again = state.startsWith("call-") && view.scheme === "dark";
  if (again) return [];
  try {
    await site.show(page, state, view);
  } catch (error) {
    site.forget(page);
    return [String(error)];
  }
  await page.screenshot({
    path: path.join(out, `${state}-${viewName(view)}.png`) as `${string}.png`,
    optimizeForSpeed: true,
    fullPage: !state.startsWith("call-"),
  });
  if (quick) return [];
  const faults = await screenFaults(page, view);
  if (isWalked(view)) faults.push(...(await tabFaults(page)));
  if (isPressed(view)) faults.push(...(await presser.lostFocus(page, state)));
  if (isWalked(view) || isPressed(view)) site.forget(page);
  return faults;
}

/** A line for each fault, however many views have it. */
async function report(faults: Faults, views: number): Promise<void> {
  const lines = [...faults].map(([fault, where]) => `${fault}\n    ${where.join(" ")}\n`);
  await writeFile(path.join(out, "faults.txt"), lines.join(""));
  console.error(lines.join(""));
  console.log(`${views} views, ${lines.length} kinds of faults; see out/gallery/sheets`);
  if (lines.length > 0) process.exitCode = 1;
}
