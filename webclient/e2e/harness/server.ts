/** The real binary on a free port of the loopback, with a data directory of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Certificates } from "./certificates.ts";
import { endsWithRun } from "./child.ts";
import { patience, slowness, until } from "./until.ts";
import type { VirtualClock } from "./virtualclock.ts";

/** What the server says when it listens on all its sockets, and when it cannot. */
const readyLines = /^einmal is ready: (\S+)\n.* TCP \S+:(\d+) /;
const inUse = /^einmal: port-in-use: .*\n/m;

export const binary = path.resolve(import.meta.dirname, "../../../bin/einmal");

export interface ServerOptions {
  /** What people type into the address bar, if a proxy is in between. */
  origin?: string;
  /** The IP address to listen on, 127.0.0.1 by default. */
  host?: string;
  /** What turns TLS on. */
  certificates?: Certificates;
  /** More flags. */
  flags?: readonly string[];
  /** Another time than the machine's. */
  clock?: VirtualClock;
  /** Another build of the server. */
  program?: string;
}

export class Server {
  /** All that the server printed, over all its starts: what it tells its operator, and its log. */
  output = "";
  log = "";
  readonly #dataDir: string;
  readonly #options: ServerOptions;
  #port = 0;
  #origin = "";
  #process: ChildProcess | undefined;

  private constructor(dataDir: string, options: ServerOptions) {
    this.#dataDir = dataDir;
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** What people type into the address bar; a proxy in between has one of its own. */
  get origin(): string {
    return this.#origin;
  }

  get certificates(): Certificates | undefined {
    return this.#options.certificates;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    if (!existsSync(binary)) throw new Error("bin/einmal is missing: run make build");
    const server = new Server(await mkdtemp(path.join(tmpdir(), "einmal-e2e-")), options);
    await server.run();
    return server;
  }

  /**
   * Starts the process, on a free port and then always on that, with the same data; also after a
   * kill.
   */
  async run(): Promise<void> {
    // Another program may have got the port while the server was gone, for a connection of its own.
    const end = performance.now() + patience * slowness();
    while (!(await this.#ready())) {
      if (this.#port === 0 || performance.now() > end)
        throw new Error(`the server does not start: ${this.log}`);
      console.warn(`port ${this.#port} is in use at the moment`);
      this.log = this.log.replace(inUse, "");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** False if its port is taken. */
  async #ready(): Promise<boolean> {
    const { host = "127.0.0.1", origin, certificates, flags = [], clock, program } = this.#options;
    const address = `${isIPv6(host) ? `[${host}]` : host}:${this.#port}`;
    const own = [
      "-listen",
      address,
      "-data",
      this.#dataDir,
      ...(origin ? ["-public-url", origin] : []),
    ];
    const all = ["serve", ...own, ...flags, ...(certificates?.flags ?? [])];
    const child = spawn(program ?? clock?.program ?? binary, all, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...clock?.environment },
    });
    this.#process = child;
    endsWithRun(child);
    const before = this.output.length;
    child.stdout.on("data", (chunk: Buffer) => {
      this.output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
    });
    let ended = false;
    child.once("close", () => {
      ended = true;
    });
    const ready = await until("the server to say where it is", () => {
      return ended || readyLines.exec(this.output.slice(before));
    });
    if (ready === true) {
      if (inUse.test(this.log)) return false;
      throw new Error(`the server ended with ${child.exitCode}: ${this.log}`);
    }
    this.#origin = ready[1] ?? "";
    this.#port = Number(ready[2]);
    return true;
  }

  /** Runs the program's other commands on the same data; what it prints. */
  async command(...args: string[]): Promise<string> {
    const all = [...args, "-data", this.#dataDir, "-public-url", this.origin];
    return (await promisify(execFile)(binary, all)).stdout;
  }

  /** All that lies in the data directory at this moment, names of files included. */
  async disk(): Promise<Buffer[]> {
    const entries = await readdir(this.#dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const contents = files.map((file) => readFile(path.join(file.parentPath, file.name)));
    return [...entries.map((entry) => Buffer.from(entry.name)), ...(await Promise.all(contents))];
  }

  /** Ends the process as its operator would; the data stays. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Ends the process at once, as a power cut would; the data stays. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends the process and forgets the data. */
  async close(): Promise<void> {
    await this.#end("SIGTERM");
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await exited;
    clearTimeout(late);
  }
}
