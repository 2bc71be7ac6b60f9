/**
 * Every state of every screen, on the two smallest screens and zoomed to 400 %, with text of 100 and
 * 200 %, in both languages: everything can be reached, and what matters most is in sight.
 */
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Site, serveGallery } from "./gallery/site.ts";
import { phone, sideways, testedViews, type View, viewName } from "./gallery/views.ts";
import { axeFaults } from "./harness/axe.ts";
import { type BrowserName, shared } from "./harness/browsers.ts";
import { faintOnPictures } from "./harness/contrast.ts";
import { lostFocus } from "./harness/focus.ts";
import { layoutFaults } from "./harness/layout.ts";
import { handle } from "./harness/person.ts";

let site: Site;

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
      for (let state = waiting.shift(); state; state = waiting.shift())
        faults.push(...(await look(page, state)));
      await page.browserContext().close();
    }),
  );
  return faults;
}

const view = (screen: typeof phone, text: View["text"], language: View["language"]): View => ({
  ...screen,
  text,
  language,
  scheme: "light",
});

describe.each(["en", "de"] as const)("in %s", (language) => {
  const views = testedViews.filter((view) => view.language === language);

  test.each([
    ["before and after a call", false],
    ["of a call", true],
  ])("everything on the screens %s can be reached and read", async (_, inCall) => {
    const states = site.states.filter((state) => state.startsWith("call-") === inCall);
    const faults = await lookAtAll("chromium", states, async (page, state) => {
      const found: string[] = [];
      for (const view of views) {
        await site.show(page, state, view);
        const here = await layoutFaults(page, view.touch);
        if (inCall) here.push(...(await outOfSight(page, view)));
        found.push(...here.map((fault) => `${state} ${viewName(view)}: ${fault}`));
      }
      return found;
    });
    expect(faults).toEqual([]);
  });
});

test("axe finds no fault with large text", async () => {
  const faults = await lookAtAll("chromium", site.states, async (page, state) => {
    await site.show(page, state, view(phone, 200, "de"));
    return (await axeFaults(page, false)).map((fault) => `${state}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

test("Firefox shows it the same", async () => {
  const some = ["start", "landing", "prejoin", "prejoin-devices", "lobby", "over"];
  const inCall = ["call-alone", "call-two", "call-four", "call-states", "call-chat", "call-safety"];
  const faults = await lookAtAll("firefox", [...some, ...inCall], async (page, state) => {
    const found: string[] = [];
    for (const text of [100, 200] as const) {
      await site.show(page, state, view(phone, text, "de"));
      found.push(...(await layoutFaults(page, false)).map((fault) => `${state} ${text}: ${fault}`));
    }
    return found;
  });
  expect(faults).toEqual([]);
});

const inFirefox = [
  ...["start", "rooms-many", "ready", "ready-move", "landing-host", "prejoin", "lobby", "over"],
  ...["problem-link", "call-two", "call-knock", "call-knows", "call-settings", "call-invite"],
];

/** The controls of a call are on the screen whatever the rest needs. */
async function outOfSight(page: Page, { width, height }: View): Promise<string[]> {
  return await page.evaluate(
    (width, height) =>
      ["mic", "camera", "leave"].flatMap((name) => {
        const control = document.querySelector(`.toolbar [data-test=${name}]`);
        const box = control?.getBoundingClientRect();
        const seen =
          !box || (box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height + 1);
        return seen ? [] : [`${name} is not in sight`];
      }),
    width,
    height,
  );
}

describe("before the call", () => {
  const seenAtOnce = async (page: Page, names: readonly string[], height: number) => {
    for (const name of names) {
      const box = await (await page.$(handle(name)))?.boundingBox();
      expect(box?.y, name).toBeGreaterThanOrEqual(0);
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(height + 1);
    }
  };

  test.each(["en", "de"] as const)(
    "a phone shows name, picture, switches and button at once, in both directions (%s)",
    async (language) => {
      const page = await openPage("chromium");
      const all = ["mic", "camera", "name", "join"];
      for (const state of ["prejoin", "prejoin-devices", "prejoin-host"]) {
        for (const screen of [phone, sideways]) {
          await site.show(page, state, view(screen, 100, language));
          await seenAtOnce(page, all, screen.height);
        }
        await site.show(page, state, view(phone, 100, language));
        const picture = await (await page.$(".preview"))?.boundingBox();
        expect(picture?.height).toBeLessThanOrEqual(0.35 * phone.height);
        await site.show(page, state, view(phone, 200, language));
        await seenAtOnce(page, ["join", "mic", "camera"], phone.height);
      }
      await page.browserContext().close();
    },
  );
});

test("words and icons on pictures stand out on white and on black", async () => {
  const pictured = ["call-two", "call-three", "call-states", "call-safety-compared", "lobby"];
  const faults = await lookAtAll(
    "chromium",
    [...pictured, "prejoin-devices"],
    async (page, state) => {
      await site.show(page, state, view(phone, 100, "en"));
      return (await faintOnPictures(page)).map((fault) => `${state}: ${fault}`);
    },
  );
  expect(faults).toEqual([]);
});

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (name) => {
  test("the focus never falls to the body, whatever is pressed", async () => {
    const pressed = new Set<string>();
    const states = name === "firefox" ? inFirefox : site.states;
    const faults = await lookAtAll(name, states, async (page, state) => {
      const [screen = state] = state.split("-");
      await page.bringToFront();
      await site.show(page, state, view(phone, 100, "en"));
      const { lost, all } = await lostFocus(
        page,
        [...pressed].flatMap((one) =>
          one.startsWith(`${screen} `) ? [one.slice(screen.length + 1)] : [],
        ),
      );
      for (const control of all) pressed.add(`${screen} ${control}`);
      return lost.map((control) => `${state}: ${control}`);
    });
    expect(faults).toEqual([]);
    expect(pressed.size).toBeGreaterThan(40);
  });
});
