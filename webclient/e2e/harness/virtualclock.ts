/**
 * Days that have not come yet: a server and pages whose clocks are ahead of the machine's. What is
 * measured (timers, performance.now) goes as always.
 */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "puppeteer-core";
import { build } from "vite";
import { outDir } from "./browsers.ts";
import type { Server } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const daySeconds = 86_400;
const hourSeconds = 3_600;

/** A server that was off for longer asks whoever runs it about its clock (docs/operator.md). */
const mostDays = 6;

export class VirtualClock {
  readonly #today: string;
  #program: string;
  #day = 0;
  /** Of the day, ahead of the machine's. */
  #seconds = 0;

  private constructor(today: string, first: string) {
    this.#today = today;
    this.#program = first;
  }

  /** The first time it builds for a minute or two; so not in a hook, which has less. */
  static async build(): Promise<VirtualClock> {
    const today = await buildProgram("virtualclock");
    return new VirtualClock(today, today);
  }

  /**
   * Begins with another version of the program, whose page has no script in common with today's.
   * The other version is made of today's sources: a clone may not have the older ones.
   */
  static async buildOlder(): Promise<VirtualClock> {
    const name = "virtualclock-older";
    const page = path.join(outDir, name, "_page"); // a name that Go's ./... passes by
    await build({
      root: path.join(root, "webclient"),
      logLevel: "error",
      build: {
        outDir: path.join(page, "dist"),
        emptyOutDir: true,
        rolldownOptions: { output: { banner: "/* another version */" } },
      },
    });
    const older = await buildProgram(name, path.join(page, "brotli"));
    return new VirtualClock(await buildProgram("virtualclock"), older);
  }

  /** `einmal` with a clock that can be set (scripts/virtualclock). */
  get program(): string {
    return this.#program;
  }

  /** From its next start on the server is today's program. */
  upgrade(): void {
    this.#program = this.#today;
  }

  /** How many days it is ahead. */
  get day(): number {
    return this.#day;
  }

  /** The moment it is, for what a test computes itself. */
  now(): Date {
    return new Date(Date.now() + this.#ahead * 1000);
  }

  /** This minute of a later day; not a full hour, to which expiries are rounded up. */
  inDays(days: number): Date {
    const date = this.now();
    date.setDate(date.getDate() + days);
    date.setMinutes(date.getMinutes() || -1, 0, 0);
    return date;
  }

  /** What tells the program. */
  get environment(): Readonly<Record<string, string>> {
    return { EINMAL_TEST_OFFSET: String(this.#ahead) };
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

  /** Goes on to so many seconds before an hour is full, with a restart of the server. */
  async reachEndOfHour(left: number, server: Server): Promise<void> {
    await server.stop();
    const now = Math.ceil(this.now().getTime() / 1000) % hourSeconds;
    this.#seconds += (2 * hourSeconds - left - now) % hourSeconds;
    await server.run();
  }

  get #ahead(): number {
    return this.#day * daySeconds + this.#seconds;
  }

  /** A page has this day too, from now on and in every document that it opens. */
  async shift(page: Page): Promise<void> {
    const ahead = this.#ahead * 1000;
    await page.evaluateOnNewDocument(setDateAhead, ahead); // of several, the last one holds
    await page.evaluate(setDateAhead, ahead);
  }
}

/** The files of a page's program, by their names, which change with what is in them. */
export async function scriptsOf({ page }: { page: Page }): Promise<string[]> {
  const scripts = await page.$$eval("script[src]", (all) => all.map(({ src }) => src));
  if (scripts.length === 0) throw new Error("the page has no scripts");
  return scripts;
}

/** The program's name. */
async function buildProgram(name: string, ...page: string[]): Promise<string> {
  const args = ["run", "./scripts/virtualclock", path.join(outDir, name), ...page];
  const { stdout } = await promisify(execFile)("go", args, { cwd: root });
  return stdout.trim();
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
