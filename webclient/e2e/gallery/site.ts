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
  /** Something was pressed: for the next view the page is loaded anew. */
  forget(page: Page): void;
  close(): Promise<void>;
}

export async function serveGallery(page: Page): Promise<Site> {
  const configFile = path.join(import.meta.dirname, "vite.config.ts");
  await build({ configFile, logLevel: "warn" });
  const server = await preview({ configFile, logLevel: "warn" });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the gallery has no address");
  await page.goto(`${address}state.html`);
  // Words come after the page is loaded.
  await page.waitForFunction(() => "states" in window);
  const states = await page.evaluate(() => (window as unknown as { states: string[] }).states);
  const shown = new WeakMap<Page, string>();
  const touched = new WeakMap<Page, boolean>();
  return {
    states,
    async show(page, state, view) {
      const load = `${state} ${view.language} ${view.touch}`;
      // A browser that changes between finger and mouse loads the page at hand once more.
      if (touched.get(page) !== view.touch) await page.goto("about:blank");
      touched.set(page, view.touch);
      await page.setViewport(viewport(view));
      // Firefox cannot pretend to be dark.
      if ((await page.browser().version()).includes("Chrome")) await emulate(page, view);
      if (shown.get(page) !== load) {
        await page.goto(`${address}state.html?state=${state}&lang=${view.language}`);
        shown.set(page, load);
      }
      await page.evaluate(draw, view.text, 30_000, state);
    },
    forget(page) {
      shown.delete(page);
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

/** Runs in the page: all presses, all first pictures and two more frames. */
async function draw(text: number, deadline: number, state: string): Promise<void> {
  document.documentElement.style.fontSize = text === 100 ? "" : `${text}%`;
  scrollTo(0, 0);
  const hasPicture = (video: HTMLVideoElement) => {
    const stream = video.srcObject as MediaStream | null;
    return !stream || video.readyState > 1 || stream.getVideoTracks().length === 0;
  };
  const end = performance.now() + deadline;
  for (let more = 2; more > 0; ) {
    await new Promise((done) => requestAnimationFrame(done));
    if (document.body.dataset.ready && [...document.querySelectorAll("video")].every(hasPicture))
      more--;
    else if (performance.now() > end) throw new Error(`the state ${state} is not drawn`);
  }
}
