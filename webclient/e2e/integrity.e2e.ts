import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BrowserName, shared } from "./harness/browsers.ts";
import { Server } from "./harness/server.ts";
import { Tamper } from "./harness/tamper.ts";
import { until } from "./harness/until.ts";

const tamper = await Tamper.start();
const server = await Server.start({ origin: tamper.origin });
tamper.target = server.port;
afterAll(async () => {
  await tamper.close();
  await server.close();
});

const html = await (await fetch(server.origin)).text();
const modules = [...new Set([...html.matchAll(/\/assets\/[\w.-]+\.js/g)].map(([path]) => path))];
/** The others are loaded when they are needed: browsers.e2e. */
const loaded = modules.filter((path) => html.includes(`src="${path}"`));
const styles = [...html.matchAll(/href="(\/assets\/[\w-]+\.css)"/g)].map(([, path = ""]) => path);

test("the page names the modules of every floor", () => {
  const namesOf = (paths: string[]) =>
    paths.map((path) => path.replace(/^\/assets\/([\w.]+)-.*/, "$1")).sort();
  expect(namesOf(modules.filter((path) => !loaded.includes(path)))).toEqual([
    "calling",
    "connecting",
    "de",
    "desk",
    "desk.de",
    "desk.en",
    "door",
    "en",
    "hashes",
    "inside",
    "kept",
    "later",
    "newroom",
    "noble",
    "qr",
    "shared",
    "stage",
    "stage.de",
    "stage.en",
    "store",
    "words.de",
    "words.en",
  ]);
  expect(namesOf(loaded)).toEqual(["crypto", "libraries", "main", "page", "ui"]);
  expect(styles).toHaveLength(1);
});

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (name) => {
  let page: Page;
  let said: string[];
  beforeEach(async () => {
    page = await (await (await shared(name)).createBrowserContext()).newPage(); // with an empty cache
    said = [];
    page.on("console", (line) => said.push(line.text()));
    page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
    page.on("pageerror", (error) => said.push(String(error)));
  });
  afterEach(async () => {
    tamper.change = (_path, body) => body;
    await page.browserContext().close();
  });

  const open = () => page.goto(server.origin, { waitUntil: "domcontentloaded" });
  const runs = () =>
    page.evaluate(
      () =>
        document.getElementById("app")?.hasChildNodes() || !document.getElementById("not-started"),
    );
  /** The browser says that it refused `path` for its hash. */
  const refused = (path: string) =>
    until(`${path} to be refused`, () =>
      said.some((line) => /integrity/.test(line) && line.includes(path)),
    );

  test("the client runs as it was built", async () => {
    await open();
    await until("the client to run", runs);
    expect(said).toEqual([]);
  });

  // A space more is as good a program as before: nothing but the hash can refuse it.
  test.each(loaded)("it does not run with one byte more in %s", async (victim) => {
    tamper.change = (path, body) =>
      path === victim ? Buffer.concat([body, Buffer.from(" ")]) : body;
    await open();
    await refused(victim);
    expect(await runs()).toBe(false);
  });

  test.each(["inside", "calling", "door"])(
    "a later file with one byte more (%s) does not run, and is asked for again",
    async (name) => {
      tamper.change = (path, body) =>
        path.startsWith(`/assets/${name}-`) && path.endsWith(".js")
          ? Buffer.concat([body, Buffer.from(" ")])
          : body;
      await page.goto(`${server.origin}/#1AFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O9i`);
      await page.locator("[data-test=continue]").click();
      await refused(`/assets/${name}-`);
      await page.waitForSelector("[data-test=continue][aria-disabled=true]");
      tamper.change = (_path, body) => body;
      await page.waitForSelector("[data-test=name]");
    },
  );

  test("a style sheet with one byte more is not applied", async () => {
    tamper.change = (path, body) =>
      styles.includes(path) ? Buffer.concat([body, Buffer.from(" ")]) : body;
    await open();
    await refused(styles[0] ?? "");
    expect(
      await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue("--paper"),
      ),
    ).toBe("");
  });

  test("no module runs whose hash the page does not name", async () => {
    const hashes = / integrity="[^"]*"|<script type="importmap">.*?<\/script>/gs;
    tamper.change = (path, body) =>
      path === "/" ? Buffer.from(body.toString().replaceAll(hashes, "")) : body;
    await open();
    await until("the browser to refuse it", () => said.length > 0);
    expect(await runs()).toBe(false);
  });

  test("a client that does not run says so in two languages", async () => {
    tamper.change = (path, body) =>
      path === loaded[0] ? Buffer.concat([body, Buffer.from(" ")]) : body;
    await open();
    const visible = () =>
      page.evaluate(() =>
        document.getElementById("not-started")?.checkVisibility({ visibilityProperty: true }),
      );
    expect(await visible(), "not while it loads").toBe(false);
    await until("the words", visible);
    const text = await page.$eval("#not-started", (element) => element.textContent);
    expect(text).toMatch(/do not use this server/);
    expect(text).toMatch(/benutzen Sie diesen Server nicht/);
  });
});
