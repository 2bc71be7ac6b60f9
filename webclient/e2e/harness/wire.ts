/** What really passes from one browser to another on this machine: a capture, which only root may make. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { outDir } from "./browsers.ts";
import { endsWithRun } from "./child.ts";
import type { Person } from "./person.ts";
import { until } from "./until.ts";

const root = path.resolve(import.meta.dirname, "../../..");

export const maySeeTheWire = process.getuid?.() === 0;

interface Flow {
  from: number;
  to: number;
  rtp: number;
  rtcp: number;
  other: number;
}
export type Passed = Omit<Flow, "from" | "to">;

export class Wire {
  #flows: readonly Flow[] = [];
  #looks = 0;
  readonly #process: ChildProcess;

  private constructor(program: string) {
    const child = spawn(program, { stdio: ["ignore", "pipe", "inherit"] });
    endsWithRun(child);
    this.#process = child;
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#flows = JSON.parse(line);
      this.#looks++;
    });
  }

  static async open(): Promise<Wire> {
    const program = path.join(outDir, "wirecount");
    await promisify(execFile)("go", ["build", "-o", program, "./scripts/wirecount"], { cwd: root });
    const wire = new Wire(program);
    await until("the wire to be seen", () => wire.#looks > 0);
    return wire;
  }

  /** Packets so far from one person to another, by whatever addresses. */
  async passed(from: Person, to: Person): Promise<Passed> {
    const [own, others] = [await portsOf(from), await portsOf(to)];
    const seen = this.#looks;
    await until("another look", () => this.#looks > seen + 1);
    const sum = { rtp: 0, rtcp: 0, other: 0 };
    for (const flow of this.#flows) {
      if (!own.includes(flow.from) || !others.includes(flow.to)) continue;
      for (const kind of ["rtp", "rtcp", "other"] as const) sum[kind] += flow[kind];
    }
    return sum;
  }

  close(): void {
    this.#process.kill("SIGKILL");
  }
}

/** All that a page's connections were ever reached at on this machine. */
async function portsOf({ page }: Person): Promise<number[]> {
  return await page.evaluate(async () => {
    const all = window.spy.connections.map((one) => one.getStats());
    const entries = (await Promise.all(all)).flatMap((stats) => [...stats.values()]);
    return entries
      .filter(({ type, protocol }) => type === "local-candidate" && protocol === "udp")
      .map(({ port }) => port);
  });
}
