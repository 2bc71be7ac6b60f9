// The real server program, on an address of its own so that nobody takes its port while it is down.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const binary = path.resolve(import.meta.dirname, "../../bin/einmal");
const startMs = 20_000;

// A run that is broken off leaves nothing behind.
const running = new Set<ChildProcess>();
const killAll = () => {
  for (const child of running) child.kill("SIGKILL");
};
process.once("exit", killAll);
// At once, before another one is begun; and the test runner forbids its workers to exit.
process.once("SIGTERM", () => {
  killAll();
  process.kill(process.pid, "SIGKILL");
});

export class Server {
  /** As it is told to people; it need not lead anywhere. */
  static readonly origin = "http://localhost:8080";
  readonly #address: string;
  readonly #dataDir: string;
  #port = 0;
  #process: ChildProcess | undefined;

  private constructor(address: string, dataDir: string) {
    this.#address = address;
    this.#dataDir = dataDir;
  }

  static async start(address: string): Promise<Server> {
    if (!existsSync(binary)) throw new Error("bin/einmal is missing: run make build");
    const server = new Server(address, await mkdtemp(path.join(tmpdir(), "einmal-cuts-")));
    await server.run();
    return server;
  }

  get url(): string {
    return `ws://${this.#address}:${this.#port}/signal`;
  }

  /** Resolves once it listens: after a kill on the same port, with the same data. */
  async run(): Promise<void> {
    const flags = [
      "-listen",
      `${this.#address}:${this.#port}`,
      "-data",
      this.#dataDir,
      "-public-url",
      Server.origin,
    ];
    const child = spawn(binary, ["serve", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    let said = "";
    this.#port = await new Promise<number>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the server does not begin: ${said}`)),
        startMs,
      );
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        const port = /signalling +TCP \S+:(\d+)/.exec(said)?.[1];
        if (port !== undefined) {
          clearTimeout(late);
          resolve(Number(port));
        }
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
  }

  /** Ends the process at once, as a power cut would; the data stays. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  /** Ends the process and forgets the data. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
