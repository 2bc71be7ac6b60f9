/** Somebody's own browser, with what it keeps on a disk. */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser } from "puppeteer-core";
import { type BrowserName, launch } from "./browsers.ts";
import { Person } from "./person.ts";

export class Laptop {
  readonly #browserName: BrowserName;
  readonly #profile: string;
  #browser: Browser | undefined;

  private constructor(browserName: BrowserName, profile: string) {
    this.#browserName = browserName;
    this.#profile = profile;
  }

  static async buy(browserName: BrowserName): Promise<Laptop> {
    return new Laptop(browserName, await mkdtemp(path.join(os.tmpdir(), "einmal-laptop-")));
  }

  /** Starts the browser, with a new tab and no other: somebody who uses it. */
  async start(name: string, origin: string): Promise<Person> {
    const browser = await launch(this.#browserName, "slow", undefined, this.#profile);
    this.#browser = browser;
    const person = await Person.open(name, origin, browser.defaultBrowserContext());
    for (const page of await browser.pages()) if (page !== person.page) await page.close();
    return person;
  }

  /** As people close a browser. */
  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
  }

  /** The battery is empty. */
  async die(): Promise<void> {
    const child = this.#browser?.process();
    this.#browser = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  /** With all that is on its disk. */
  async throwAway(): Promise<void> {
    await this.close();
    // The processes of a browser that has died end by and by.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
