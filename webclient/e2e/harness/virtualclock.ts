/**
 * Days that have not come yet: a server and pages whose clocks are ahead of the machine's. What is
 * measured (timers, performance.now) goes as always.
 */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "puppeteer-core";
import { outDir } from "./browsers.ts";
import type { Server } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const daySeconds = 86_400;

/** A server that was off for longer asks whoever runs it about its clock (docs/operator.md). */
const mostDays = 6;

export class VirtualClock {
  /** `einmal` with a clock that can be set (scripts/virtualclock). */
  readonly program: string;
  #day = 0;

  private constructor(program: string) {
    this.program = program;
  }

  /** The first time it builds for a minute or two; so not in a hook, which has less. */
  static async build(): Promise<VirtualClock> {
    const folder = path.join(outDir, "virtualclock");
    const run = promisify(execFile);
    const { stdout } = await run("go", ["run", "./scripts/virtualclock", folder], { cwd: root });
    return new VirtualClock(stdout.trim());
  }

  /** How many days it is ahead. */
  get day(): number {
    return this.#day;
  }

  /** The moment it is, for what a test computes itself. */
  now(): Date {
    return new Date(Date.now() + this.#day * daySeconds * 1000);
  }

  /** What tells the program. */
  get environment(): Readonly<Record<string, string>> {
    return { EINMAL_TEST_OFFSET: String(this.#day * daySeconds) };
  }

  /**
   * Goes on to a later day, with a server that runs all the time but for a restart now and then: it
   * sweeps when it starts. The server was started with this clock.
   */
  async reach(day: number, server: Server): Promise<void> {
    while (this.#day < day) {
      this.#day = Math.min(day, this.#day + mostDays);
      await server.stop();
      await server.run();
    }
  }

  /** A page has this day too, from now on and in every document that it opens. */
  async shift(page: Page): Promise<void> {
    const ahead = this.#day * daySeconds * 1000;
    await page.evaluateOnNewDocument(setDateAhead, ahead); // of several, the last one holds
    await page.evaluate(setDateAhead, ahead);
  }
}

/** Runs in the page. */
function setDateAhead(ms: number): void {
  const place = Symbol.for("einmal test: the machine's Date");
  const kept = globalThis as unknown as Record<symbol, DateConstructor | undefined>;
  kept[place] ??= Date;
  const machine = kept[place];
  const now = () => machine.now() + ms;
  globalThis.Date = new Proxy(machine, {
    apply: () => new machine(now()).toString(),
    construct: (target, given, made) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}
