// What every file of cases begins with: a server, and how the story goes when nothing breaks.
import { afterAll, beforeAll, expect } from "vitest";
import { installBrowser } from "./browser.ts";
import { ends, type Plain } from "./plans.ts";
import { plain, runAll } from "./run.ts";
import { Server } from "./server.ts";
import type { End, Plan } from "./story.ts";

/** `CUTS=all`: everything, and cuts that are longer than the server's patience. */
export const all = process.env.CUTS === "all";

/** In ms. The server keeps a place for a minute. */
export const lengths = all ? [100, 3000, 70_000] : [100, 3000];

export class Stage {
  #server: Server | undefined;
  #counts: Map<End, Plain> = new Map();

  constructor() {
    installBrowser();
    beforeAll(async () => {
      this.#server = await Server.start("127.0.0.1");
      this.#counts = await plain(this.#server, ends);
    });
    afterAll(() => this.#server?.close());
  }

  get counts(): ReadonlyMap<End, Plain> {
    return this.#counts;
  }

  async play(title: string, plans: readonly Plan[]): Promise<void> {
    if (this.#server === undefined) throw new Error("there is no server yet");
    const { cases, failures } = await runAll(title, plans, this.#server);
    expect(cases, "stories with a fault in them").toBeGreaterThan(0);
    expect(failures.map(({ plan }) => plan.name)).toEqual([]);
  }
}
