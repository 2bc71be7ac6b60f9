// The gallery's own page, built and served under the policy of the real server, and one state of it
// on a page.
import path from "node:path";
import type { Page } from "puppeteer-core";
import { build, preview } from "vite";
import { type View, viewport } from "./views.ts";

export interface Site {
  readonly states: readonly string[];
  /** Draws a state in a view; loads the page only if the one before cannot be turned into it. */
  show(page: Page, state: string, view: View): Promise<void>;
  close(): Promise<void>;
}

export async function serveGallery(page: Page): Promise<Site> {
  const configFile = path.join(import.meta.dirname, "vite.config.ts");
  await build({ configFile, logLevel: "warn" });
  const server = await preview({ configFile, logLevel: "warn" });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the gallery has no address");
  await page.goto(`${address}state.html`);
  const states = await page.evaluate(() => (window as unknown as { states: string[] }).states);
  const shown = new WeakMap<Page, string>();
  return {
    states,
    async show(page, state, view) {
      const load = `${state} ${view.language} ${view.touch}`;
      await page.setViewport(viewport(view));
      if (shown.get(page) !== load) {
        await page.goto(`${address}state.html?state=${state}&lang=${view.language}`);
        shown.set(page, load);
      }
      // Firefox cannot pretend to be dark.
      if ((await page.browser().version()).includes("Chrome")) await emulate(page, view);
      await page.evaluate((text) => {
        document.documentElement.style.fontSize = text === 100 ? "" : `${text}%`;
        scrollTo(0, 0);
      }, view.text);
      await drawn(page);
    },
    async close() {
      await server.close();
    },
  };
}

async function emulate(page: Page, { scheme }: View): Promise<void> {
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
}

/** All presses, all first pictures and two more frames. */
async function drawn(page: Page): Promise<void> {
  await page.waitForSelector("[data-ready]");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("video")].every(
      (v) =>
        !v.srcObject || v.readyState > 1 || !(v.srcObject as MediaStream).getVideoTracks().length,
    ),
  );
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}
