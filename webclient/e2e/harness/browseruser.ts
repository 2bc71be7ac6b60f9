/**
 * Somebody before a browser of their own: the page in an isolated context, and what they see, press
 * and write in it by its `data-test` handles.
 */
import type { BrowserContext, ElementHandle, Page } from "puppeteer-core";
import { plantSpy, type RelayWay } from "./spy.ts";
import { patience, slowness, until } from "./until.ts";

export const handle = (name: string) => `[data-test="${name}"]`;

export class BrowserUser {
  readonly name: string;
  /** Console lines and uncaught errors of the page. */
  readonly console: string[] = [];
  /** What may stand in the browser's storage: how its keys begin. */
  readonly stores: string[] = [];
  /** How often the browser asked whether the page may be closed. It may, each time. */
  questions = 0;
  /** Every URL that the page asked for. */
  readonly requests: string[] = [];
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #relay: RelayWay | undefined;
  #page: Page | undefined;

  protected constructor(
    name: string,
    origin: string,
    context: BrowserContext,
    relay: RelayWay | undefined,
  ) {
    this.name = name;
    this.#origin = origin;
    this.#context = context;
    this.#relay = relay;
  }

  get page(): Page {
    if (!this.#page) throw new Error(`${this.name} has no tab`);
    return this.#page;
  }

  protected async openTab(): Promise<void> {
    // A window each: a background tab would be hidden, and hidden pages are throttled.
    const page = await this.#context.newPage({ type: "window" });
    await plantSpy(page, this.#relay);
    this.#page = page;
    page.setDefaultTimeout(patience * slowness());
    page.on("console", (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.console.push(`uncaught: ${String(error)}`));
    page.on("dialog", (dialog) => {
      if (dialog.type() === "beforeunload") this.questions++;
      void dialog.accept();
    });
    page.on("request", (request) => this.requests.push(request.url()));
  }

  /**
   * Closes the tab and opens another one in the same browser, which has what the browser keeps and
   * nothing else.
   */
  async changeTabs(): Promise<void> {
    const old = this.page;
    await this.openTab();
    await old.close();
  }

  /**
   * Duplicates the tab and looks at the copy from now on; the first one stays. A browser copies the
   * history entry, and that is what is copied here.
   */
  async duplicateTab(): Promise<Page> {
    const first = this.page;
    const state: unknown = await first.evaluate(() => history.state);
    await this.openTab();
    await this.visit();
    await this.page.evaluate((copy) => history.replaceState(copy, ""), state);
    await this.page.reload({ waitUntil: "domcontentloaded" });
    return first;
  }

  /** Does something in another tab of the same browser, while the tab at hand stays open. */
  async inAnotherTab<T>(work: () => Promise<T>): Promise<T> {
    const old = this.page;
    await this.openTab();
    try {
      return await work();
    } finally {
      await this.page.close();
      this.#page = old;
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** Opens the start page or, given a link, the room's page. */
  async visit(link?: string): Promise<void> {
    const fragment = link ? new URL(link).hash : "";
    await this.page.goto(`${this.#origin}/?debug${fragment}`, { waitUntil: "domcontentloaded" });
  }

  async press(name: string): Promise<void> {
    if (name === "create") this.stores.push("einmal room ");
    if (name === "make-guest-link") this.stores.push("einmal guests ");
    if (name === "keep-creator") this.stores.push("einmal creator");
    await this.#openMore(name);
    await this.page.locator(handle(name)).click();
    await this.drawn();
  }

  /** A control for which the bar has no room stands in its menu. */
  async #openMore(name: string): Promise<void> {
    const control = await this.page.waitForSelector(handle(name));
    const isInside = await control
      ?.evaluate((found) => {
        return found.closest(".toolbar-extra") !== null && found.getClientRects().length === 0;
      })
      .catch(() => false); // of a page that is just left
    if (isInside) await this.page.locator(handle("more")).click();
  }

  /**
   * What has changed until now is on the screen: pages draw once a frame, and without frames where
   * nobody sees them. A page that is just left has nothing to draw.
   */
  async drawn(): Promise<void> {
    const frame = () =>
      new Promise<void>((done) => {
        if (document.hidden) setTimeout(done, 200);
        else requestAnimationFrame(() => done());
      });
    await this.page.evaluate(frame).catch(() => undefined);
  }

  async write(name: string, text: string): Promise<void> {
    await this.page.locator(handle(name)).fill(text);
  }

  async see(name: string, deadline = patience): Promise<ElementHandle<Element>> {
    const found = await this.page.waitForSelector(handle(name), {
      visible: true,
      timeout: deadline * slowness(),
    });
    if (!found) throw new Error(`${this.name} does not see ${name}`);
    return found;
  }

  async text(name: string): Promise<string> {
    return (await this.see(name)).evaluate((element) => element.textContent ?? "");
  }

  async attribute(name: string, attribute: string): Promise<string | null> {
    return (await this.see(name)).evaluate((element, key) => element.getAttribute(key), attribute);
  }

  /**
   * Waits until an attribute has this value: an element may be on the screen before what it is to
   * say.
   */
  async has(name: string, attribute: string, value: string): Promise<void> {
    let is: unknown;
    await until(`${attribute} of ${name} to be ${value}`, async () => {
      is = await this.attribute(name, attribute);
      return is === value;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; it is ${is}`, { cause: error.cause });
    });
  }

  /** Waits until an element contains this text. */
  async reads(name: string, text: string): Promise<void> {
    let is = "";
    await until(`${name} to say "${text}"`, async () => {
      is = await this.text(name);
      return is.includes(text);
    }).catch((error: Error) => {
      throw new Error(`${error.message}; it says "${is}"`, { cause: error.cause });
    });
  }
}
