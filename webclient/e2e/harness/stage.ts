/**
 * The stage of one test file: a server, browsers as they are needed, and for each test its people.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Browser } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type BrowserName, type Devices, launch, outDir, shared } from "./browsers.ts";
import { Person } from "./person.ts";
import { Server } from "./server.ts";
import { countersOf, type RelayWay } from "./spy.ts";

export interface PersonOptions {
  browser?: BrowserName;
  devices?: Devices;
  /** The only way to the relay. */
  relay?: RelayWay | undefined;
  /** Another address of the same server, such as a proxy's, or of another server. */
  origin?: string;
  /** Changes the settings of calls, and leaves that. */
  settles?: true;
}

export class Stage {
  #server: Server | undefined;
  readonly #browsers = new Map<string, Promise<Browser>>();
  #people: Person[] = [];
  readonly #settling = new Set<Person>();

  get server(): Server {
    if (!this.#server) throw new Error("the stage is not set yet");
    return this.#server;
  }

  async set(start: () => Promise<Server>): Promise<void> {
    this.#server = await start();
  }

  async person(name: string, options: PersonOptions = {}): Promise<Person> {
    const context = await (await this.#browser(options)).createBrowserContext();
    const person = await Person.open(
      name,
      options.origin ?? this.server.origin,
      context,
      options.relay,
    );
    this.#people.push(person);
    if (options.settles) this.#settling.add(person);
    return person;
  }

  /** The one of all files, or one of this file alone if it has to differ. */
  #browser({ browser = "chromium", devices }: PersonOptions): Promise<Browser> {
    const { certificates } = this.server;
    if (devices === undefined && certificates === undefined) return shared(browser);
    const key = `${browser} ${devices}`;
    const launched = this.#browsers.get(key) ?? launch(browser, devices, certificates);
    this.#browsers.set(key, launched);
    return launched;
  }

  /**
   * After each test: on failure keeps what the pages said, else checks that they kept the house
   * rules. People leave.
   */
  async clear(test: string, failed: boolean): Promise<void> {
    const people = this.#people;
    this.#people = [];
    try {
      if (failed) await keepEvidence(test, people, this.server);
      else for (const person of people) await keptTheRules(person, this.#mayBeKept(person));
    } finally {
      await Promise.all(people.map((person) => person.close()));
    }
  }

  /** Of an entry of a storage. */
  #mayBeKept(person: Person): (name: string) => boolean {
    return (name) =>
      person.stores.some((prefix) => name.startsWith(prefix)) ||
      (this.#settling.has(person) && name === "einmal settings");
  }

  async strike(): Promise<void> {
    for (const launched of this.#browsers.values()) await (await launched).close();
    await this.#server?.close();
    expect(this.#server?.log, "nothing in a call is worth a line in the server's log").toBe("");
  }
}

/**
 * Sets the stage before the tests of a file and strikes it after them; `start` gives it another
 * server.
 */
export function useStage(start = () => Server.start()): Stage {
  const stage = new Stage();
  beforeAll(() => stage.set(start));
  afterEach(({ task }) => stage.clear(task.name, task.result?.state === "fail"));
  afterAll(() => stage.strike());
  return stage;
}

/**
/**
 * No request to another host, no cookie, nothing in the web storages but rooms that this person has
 * made and what they asked for, no policy violation, no uncaught error.
 */
async function keptTheRules(person: Person, mayBeKept: (name: string) => boolean): Promise<void> {
  const host = new URL(person.page.url()).host;
  const foreign = person.requests.filter(
    (url) => /^(https?|wss?):/.test(url) && new URL(url).host !== host,
  );
  expect(foreign, `${person.name} asked another host`).toEqual([]);
  const left = await person.page.evaluate(() => ({
    cookie: document.cookie,
    stored: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
  }));
  const stored = left.stored.filter((name) => !mayBeKept(name));
  expect({ ...left, stored }, `what the page of ${person.name} left`).toEqual({
    cookie: "",
    stored: [],
  });
  expect(await person.page.browserContext().cookies(), `cookies of ${person.name}`).toEqual([]);
  const wrong = person.console
    .filter((line) => line.startsWith("uncaught:") || line.includes("policy violation:"))
    .filter(
      (line) =>
        !/establish a connection to the server at ws|interrupted while the page was loading|WebRTC: ICE failed/.test(
          line,
        ),
    ); // Firefox about a server that is gone, or a peer
  expect(wrong, `errors in the page of ${person.name}`).toEqual([]);
}

async function keepEvidence(test: string, people: Person[], server: Server): Promise<void> {
  const folder = path.join(outDir, "failed", test.replace(/[^\w]+/g, "-").slice(0, 80));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "server.txt"), server.output + server.log);
  for (const person of people) {
    const file = path.join(folder, person.name.replace(/[^\w]+/g, "-"));
    await writeFile(`${file}.txt`, `${person.page.url()}\n${person.console.join("\n")}\n`);
    await person.page.screenshot({ path: `${file}.png` }).catch(() => undefined);
    await writeFile(`${file}.html`, await person.page.content().catch(() => "")).catch(
      () => undefined,
    );
    await writeFile(`${file}.json`, await countersOf(person.page).catch(() => "")).catch(
      () => undefined,
    );
  }
}
