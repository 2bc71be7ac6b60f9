/**
 * Every state of every screen on a phone with text of 200 %, in German, whose words are longer:
 * everything can be reached, and what matters most is in sight. Some states in further views, in
 * Firefox, and with the keyboard. `make gallery` does all of it for all states in all views.
 */
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { screenFaults } from "./gallery/checks.ts";
import { type Site, serveGallery } from "./gallery/site.ts";
import { desktop, phone, sideways, type View, viewName, zoomed } from "./gallery/views.ts";
import { type BrowserName, shared } from "./harness/browsers.ts";
import { faintOnPictures } from "./harness/contrast.ts";
import { Presser } from "./harness/focus.ts";
import { layoutFaults, outOfSight } from "./harness/layout.ts";
import { handle } from "./harness/person.ts";
import { tabFaults } from "./harness/tabwalk.ts";

let site: Site;
const both: readonly BrowserName[] = ["chromium", "firefox"];

beforeAll(async () => {
  const page = await openPage("chromium");
  site = await serveGallery(page);
  await page.browserContext().close();
});

afterAll(async () => {
  await site.close();
});

async function openPage(name: BrowserName): Promise<Page> {
  const context = await (await shared(name)).createBrowserContext();
  return await context.newPage({ type: "window" });
}

/**
 * Two at a time: a machine has that many cores at least, and a page has a process of its own. But
 * Firefox tells only the window in front of a focus.
 */
async function lookAtAll(
  name: BrowserName,
  states: readonly string[],
  look: (page: Page, state: string) => Promise<string[]>,
): Promise<string[]> {
  const faults: string[] = [];
  const waiting = [...states];
  const pages = [await openPage(name)];
  if (name === "chromium") pages.push(await openPage(name));
  await Promise.all(
    pages.map(async (page) => {
      for (let state = waiting.shift(); state; state = waiting.shift()) {
        const found = await look(page, state);
        faults.push(...found.map((fault) => `${state} ${fault}`));
      }
      await page.browserContext().close();
    }),
  );
  return faults;
}

/** Runs in the page. */
async function tileFaults(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const tiles = [...document.querySelectorAll<HTMLElement>(".tile")];
    const stage = document.querySelector<HTMLElement>(".views");
    if (!stage || tiles.length === 0) return ["there is no stage"];
    const edge = stage.getBoundingClientRect();
    const faults = stage.scrollHeight > stage.clientHeight ? ["the stage has to be scrolled"] : [];
    const boxes = tiles.map((tile) => ({ tile, box: tile.getBoundingClientRect() }));
    for (const [i, { tile, box }] of boxes.entries()) {
      const name = tile.textContent?.slice(0, 20) ?? "";
      if (box.left < edge.left - 1 || box.right > edge.right + 1) faults.push(`${name} is beside`);
      if (box.top < edge.top - 1 || box.bottom > edge.bottom + 1) faults.push(`${name} is beyond`);
      for (const { tile: other, box: its } of boxes.slice(i + 1)) {
        const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        const own = other.matches(".tile-self") && tile.dataset.covered === "true";
        if (across > 1 && down > 1 && !own) faults.push(`${name} lies over another`);
      }
    }
    return faults;
  });
}

const view = (screen: typeof phone, text: View["text"], language: View["language"]): View => ({
  ...screen,
  text,
  language,
  scheme: "light",
});

/** There are more than a test has time for on a busy machine. */
const parts = 3;

test.each([
  ...[1, 2, 3].map((part) => ["before and after a call", part, false] as const),
  ...[1, 2, 3].map((part) => ["of a call", part, true] as const),
])(
  `everything on the screens %s (part %i of ${parts}) can be reached and read with large text, and axe finds no fault`,
  async (_, part, inCall) => {
    const states = site.states
      .filter((state) => state.startsWith("call-") === inCall)
      .filter((_, i) => i % parts === part - 1);
    const large = view(phone, 200, "de");
    const faults = await lookAtAll("chromium", states, async (page, state) => {
      await site.show(page, state, large);
      return await screenFaults(page, large);
    });
    expect(faults).toEqual([]);
  },
);

/** The fullest of each kind. */
const full = [
  ...["rooms-many", "ready", "prejoin-denied", "lobby-full", "over-files"],
  ...["call-speaker", "call-pinned", "call-some-cameras", "call-menu", "call-view"],
  ...["call-six", "call-knocks", "call-files-moving", "call-chat-only", "call-incident"],
];

test("the fullest screens can be reached and read sideways, zoomed to 400 % and in English", async () => {
  const views = [
    ...[view(phone, 100, "de"), view(sideways, 200, "de")],
    ...[view(phone, 200, "en"), view(zoomed, 100, "de")],
  ];
  const faults = await lookAtAll("chromium", full, async (page, state) => {
    const found: string[] = [];
    for (const one of views) {
      await site.show(page, state, one);
      const here = [...(await outOfSight(page, one)), ...(await layoutFaults(page, one.touch))];
      found.push(...here.map((fault) => `${viewName(one)}: ${fault}`));
    }
    return found;
  });
  expect(faults).toEqual([]);
});

test("Firefox shows it the same", async () => {
  const some = ["start", "landing", "prejoin-devices", "lobby", "over"];
  const views = ["call-speaker", "call-pinned", "call-menu"];
  const inCall = ["call-alone", "call-four", "call-states", "call-chat", "call-safety", ...views];
  const faults = await lookAtAll("firefox", [...some, ...inCall], async (page, state) => {
    const [usual, large] = [view(phone, 100, "de"), view(phone, 200, "de")];
    await site.show(page, state, usual);
    const found = await layoutFaults(page, false);
    await site.show(page, state, large);
    found.push(...(await screenFaults(page, { ...large, touch: false })));
    return found;
  });
  expect(faults).toEqual([]);
});

test("the small window of the call is drawn under the page's own policy", async () => {
  const page = await openPage("chromium");
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await site.show(page, "call-three", view(desktop, 100, "en"));
  for (const control of ["view", "view-window"]) await page.click(handle(control));
  const seen = await page.waitForFunction(() => {
    const { documentPictureInPicture } = globalThis as unknown as {
      documentPictureInPicture: { window: Window | null };
    };
    const page = documentPictureInPicture.window?.document;
    const call = page?.querySelector<HTMLElement>(".small-call");
    const video = page?.querySelector("video");
    if (!page || !call || !video?.videoWidth) return undefined;
    const style = documentPictureInPicture.window?.getComputedStyle(call);
    if (style?.display !== "grid") return undefined;
    return [...page.querySelectorAll("button")].map(({ dataset }) => dataset.test);
  });
  expect(await seen.jsonValue()).toEqual(["mic", "camera", "leave"]);
  expect(said).toEqual([]);
  await page.browserContext().close();
});

describe.each(both)("before the call, in %s", (name) => {
  const boxOf = async (page: Page, selector: string) =>
    (await (await page.$(selector))?.boundingBox()) ?? { x: 0, y: -1, width: 0, height: 0 };
  const seenAtOnce = async (page: Page, names: readonly string[], height: number) => {
    for (const control of names) {
      const box = await boxOf(page, handle(control));
      expect(box.y, control).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height, control).toBeLessThanOrEqual(height + 1);
    }
  };

  test.each(["en", "de"] as const)(
    "a phone shows name, picture, switches and button at once, in both directions (%s)",
    async (language) => {
      const page = await openPage(name);
      const all = ["mic", "camera", "name", "join"];
      for (const state of ["prejoin", "prejoin-devices", "prejoin-host"]) {
        await site.show(page, state, view(phone, 100, language));
        await seenAtOnce(page, all, phone.height);
        expect((await boxOf(page, ".preview")).height).toBeLessThanOrEqual(0.35 * phone.height);
        await site.show(page, state, view(phone, 200, language));
        await seenAtOnce(page, ["join", "mic", "camera"], phone.height);
        await site.show(page, state, view(sideways, 100, language));
        await seenAtOnce(page, all, sideways.height);
        const [field, picture] = [await boxOf(page, handle("name")), await boxOf(page, ".preview")];
        expect(field.x, "the name stands beside the picture").toBeGreaterThan(
          picture.x + picture.width,
        );
        await site.show(page, state, view(sideways, 200, language));
        await seenAtOnce(page, ["join"], sideways.height);
      }
      await page.browserContext().close();
    },
  );
});

describe.each(both)("in %s", (name) => {
  test("tiles stand on the stage, none over another, in the frame in which it changes", async () => {
    const page = await openPage(name);
    const alike = ["call-two", "call-three", "call-four", "call-five", "call-six", "call-audio"];
    for (const state of [...alike, "call-speaker", "call-pinned", "call-some-cameras"]) {
      for (const screen of [desktop, { ...desktop, width: 820, height: 1180 }]) {
        await site.show(page, state, view(screen, 100, "en"));
        expect(await tileFaults(page), `${state} ${screen.width}`).toEqual([]);
      }
      for (const screen of [phone, sideways]) {
        await site.show(page, state, view({ ...screen, touch: false }, 100, "en"));
        expect(await tileFaults(page), `${state} ${screen.width}`).toEqual([]);
      }
    }
    await page.browserContext().close();
  });

  test("no notice lies over the button that ends a share", async () => {
    const page = await openPage(name);
    for (const screen of [desktop, phone, sideways]) {
      const one = view({ ...screen, touch: false }, 100, "en");
      await site.show(page, "call-share-own-notice", one);
      expect(await page.$(handle("try-video")), "there is a notice").not.toBeNull();
      expect(await layoutFaults(page, false), viewName(one)).toEqual([]);
    }
    await page.browserContext().close();
  });

  test("words and icons on pictures stand out on white and on black", async () => {
    const inCall = ["call-three", "call-states", "call-safety-compared"];
    const states = [...inCall, "lobby", "prejoin-devices"];
    const faults = await lookAtAll(name, states, async (page, state) => {
      await site.show(page, state, view(phone, 100, "en"));
      return await faintOnPictures(page);
    });
    expect(faults).toEqual([]);
  });

  test("the focus never falls to the body, whatever is pressed", async () => {
    const presser = new Presser();
    const before = ["start", "rooms-many", "ready", "ready-move", "landing-host", "prejoin"];
    const inCall = ["call-two", "call-knock", "call-knows", "call-settings", "call-invite"];
    const states = [...before, "lobby", "over", "problem-link", ...inCall];
    const faults = await lookAtAll(name, states, async (page, state) => {
      await site.show(page, state, view(phone, 100, "en"));
      return await presser.lostFocus(page, state);
    });
    expect(faults).toEqual([]);
    expect(presser.pressed.size).toBeGreaterThan(40);
  });

  test("Tab comes to every control and round again", async () => {
    const page = await openPage(name);
    const before = ["start", "ready", "prejoin-devices", "lobby"];
    const inCall = ["call-four", "call-speaker", "call-menu", "call-knock", "call-chat"];
    for (const state of [...before, ...inCall, "call-invite"]) {
      await site.show(page, state, view(phone, 200, "de"));
      expect(await tabFaults(page), state).toEqual([]);
    }
    await site.show(page, "call-four", view(desktop, 100, "de"));
    expect(await tabFaults(page)).toEqual([]);
    await page.browserContext().close();
  });
});
