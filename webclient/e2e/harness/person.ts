/**
 * Somebody with a browser of their own: a page in an isolated context, used through the `data-test`
 * handles.
 */
import type { BrowserContext, ElementHandle, Page } from "puppeteer-core";
import { type PeerStats, plantSpy, type RelayWay } from "./spy.ts";
import { patience, slowness, until } from "./until.ts";

export interface JoinOptions {
  /** What to do about camera and microphone; a chat does not even ask. */
  devices?: "use" | "without" | "not-asked";
  hideAddress?: boolean;
}

export interface RoomOptions {
  kind?: "video" | "audio" | "chat";
  seats?: number;
  topic?: string;
  when?: Date;
}

export const handle = (name: string) => `[data-test="${name}"]`;

/** What a date field holds: local time, which is the browsers' as well. */
export function localMinute(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export class Person {
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

  private constructor(
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

  async #openTab(): Promise<void> {
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

  static async open(
    name: string,
    origin: string,
    context: BrowserContext,
    relay?: RelayWay,
  ): Promise<Person> {
    const person = new Person(name, origin, context, relay);
    await person.#openTab();
    return person;
  }

  /**
   * Closes the tab and opens another one in the same browser, which has what the browser keeps and
   * nothing else.
   */
  async changeTabs(): Promise<void> {
    const old = this.page;
    await this.#openTab();
    await old.close();
  }

  /**
   * Duplicates the tab and looks at the copy from now on; the first one stays. A browser copies the
   * history entry, and that is what is copied here.
   */
  async duplicateTab(): Promise<Page> {
    const first = this.page;
    const state: unknown = await first.evaluate(() => history.state);
    await this.#openTab();
    await this.visit();
    await this.page.evaluate((copy) => history.replaceState(copy, ""), state);
    await this.page.reload({ waitUntil: "domcontentloaded" });
    return first;
  }

  /** Does something in another tab of the same browser, while the tab at hand stays open. */
  async inAnotherTab<T>(work: () => Promise<T>): Promise<T> {
    const old = this.page;
    await this.#openTab();
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
    if (name === "keep-creator") this.stores.push("einmal creator");
    await this.page.locator(handle(name)).click();
    await this.drawn();
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

  /** Makes a room on the start page; the guest link. */
  async createRoom(options: RoomOptions = {}): Promise<string> {
    await this.visit();
    if (options.when) await this.write("when", localMinute(options.when));
    if (options.kind) await this.press(`kind-${options.kind}`);
    if (options.seats) await this.write("seats", String(options.seats));
    if (options.topic) await this.write("topic", options.topic);
    await this.press("create");
    const link = await this.attribute("guest-link", "data-link");
    if (!link) throw new Error("the room has no guest link");
    return link;
  }

  /** The pre-join screen, filled in up to its button. */
  async prepare(options: JoinOptions = {}): Promise<void> {
    await this.write("name", this.name);
    const { devices = "use" } = options;
    if (devices !== "not-asked") await this.press(`${devices}-devices`);
    if (devices === "use") await this.see("heard");
    if (options.hideAddress) await this.press("hide-address");
  }

  /** Makes a room and goes into it as its host; the guest link. */
  async host(room: RoomOptions = {}, options: JoinOptions = {}): Promise<string> {
    const link = await this.createRoom(room);
    await this.enterRoom(options);
    return link;
  }

  /** From "your room is ready" into the call. */
  async enterRoom(options: JoinOptions = {}): Promise<void> {
    await this.press("enter");
    await this.prepare(options);
    await this.press("join");
    await this.see("leave");
  }

  /** Follows a link up to the lobby. */
  async knock(link: string, options: JoinOptions = {}): Promise<void> {
    await this.visit(link);
    await this.press("continue");
    await this.prepare(options);
    await this.press("join");
    await this.see("waiting");
  }

  /** The card of somebody who has knocked, on the host's screen. */
  async knockCard(name: string, deadline = patience): Promise<ElementHandle<Element>> {
    return await until(
      `the knock of ${name}`,
      async () => {
        for (const card of await this.page.$$(handle("knock-card"))) {
          if ((await card.evaluate((element) => element.textContent))?.includes(name)) return card;
        }
      },
      deadline,
    );
  }

  async admit(name: string): Promise<void> {
    await this.#answer(name, "admit");
  }

  async deny(name: string): Promise<void> {
    await this.#answer(name, "deny");
  }

  async #answer(name: string, answer: string): Promise<void> {
    const card = await this.knockCard(name);
    const button = await card.$(handle(answer));
    if (!button) throw new Error(`the card of ${name} has no ${answer}`);
    // A press on a card that has just come or moved does nothing.
    await until(`${name} to be answered`, async () => {
      await button.click().catch(() => undefined);
      await this.drawn();
      return !(await card.evaluate((element) => element.isConnected));
    });
  }

  /** The host takes somebody out of the call. */
  async remove(name: string): Promise<void> {
    for (const tile of await this.page.$$(handle("tile"))) {
      if (!(await tile.evaluate((element) => element.textContent))?.includes(name)) continue;
      await (await tile.$(handle("tile-menu")))?.click();
      await this.press("remove");
      await this.press("confirm");
      return;
    }
    throw new Error(`${this.name} sees no tile of ${name}`);
  }

  /** The host ends the call for everybody. */
  async endForAll(): Promise<void> {
    await this.press("leave");
    await this.press("end-for-all");
  }

  /** The host leaves and may come back. */
  async leaveForNow(): Promise<void> {
    await this.press("leave");
    await this.press("leave-for-now");
  }

  /** Loads the page anew, as F5 does, and goes back into the call. */
  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: "domcontentloaded" });
  }

  async say(text: string): Promise<void> {
    if (!(await this.page.$(handle("chat-input")))) await this.press("chat-open");
    await this.write("chat-input", text);
    await this.press("chat-send");
  }

  async hears(text: string): Promise<void> {
    if (!(await this.page.$(handle("chat-log")))) await this.press("chat-open");
    await until(`${this.name} to read "${text}"`, async () =>
      (await this.text("chat-log")).includes(text),
    );
  }

  /** One entry for each other person, sorted by sid. */
  async stats(): Promise<PeerStats[]> {
    const stats = await this.page.evaluate(async () => await window.einmal?.stats());
    if (!stats) throw new Error("window.einmal is missing: no ?debug, or not on loopback");
    return stats.sort((a, b) => a.sid.localeCompare(b.sid));
  }
}
