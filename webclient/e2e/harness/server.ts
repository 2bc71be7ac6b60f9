/** The real binary on a free port of the loopback, with a data directory of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer, isIPv6 } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Certificates } from "./certificates.ts";
import { until } from "./until.ts";

export const binary = path.resolve(import.meta.dirname, "../../../bin/einmal");

/** A number that is free for TCP and UDP alike, as the server wants both. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const tcp = createServer().listen(0, host);
    await once(tcp, "listening");
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const free = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, host, () => resolve(true));
    });
    udp.close();
    tcp.close();
    await once(tcp, "close");
    if (free) return port;
  }
  throw new Error("no port is free for both TCP and UDP");
}

export interface ServerOptions {
  /** The port that people see, if a proxy is in between. */
  publicPort?: number;
  /** The IP address to listen on, 127.0.0.1 by default. */
  host?: string;
  /** What turns TLS on. */
  certificates?: Certificates;
  /** More flags. */
  flags?: readonly string[];
}

export class Server {
  readonly port: number;
  /** What people type into the address bar; a proxy in between has a port of its own. */
  readonly origin: string;
  /** All that the server printed, over all its starts: what it tells its operator, and its log. */
  output = "";
  log = "";
  readonly #dataDir: string;
  readonly certificates: Certificates | undefined;
  readonly #address: string;
  readonly #flags: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, dataDir: string, options: ServerOptions) {
    const { publicPort = port, host = "127.0.0.1", certificates, flags = [] } = options;
    this.port = port;
    this.certificates = certificates;
    this.origin = `${certificates ? "https" : "http"}://localhost:${publicPort}`;
    this.#address = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    this.#flags = [...flags, ...(certificates?.flags ?? [])];
    this.#dataDir = dataDir;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    if (!existsSync(binary)) throw new Error("bin/einmal is missing: run make build");
    const port = await freePort(options.host);
    const dataDir = await mkdtemp(path.join(tmpdir(), "einmal-e2e-"));
    const server = new Server(port, dataDir, options);
    await server.run();
    return server;
  }

  /** Starts the process on the same port and data; also after a kill. */
  async run(): Promise<void> {
    const flags = ["-listen", this.#address, "-data", this.#dataDir, "-public-url", this.origin];
    const child = spawn(binary, ["serve", ...flags, ...this.#flags], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    process.once("exit", () => child.kill("SIGKILL")); // a run that is broken off leaves nothing behind
    child.stdout.on("data", (chunk: Buffer) => {
      this.output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
    });
    await until("the server to answer", async () => {
      if (child.exitCode !== null) return true;
      const response = await fetch(`http://${this.#address}/`, { redirect: "manual" });
      await response.arrayBuffer();
      return response.status < 500;
    });
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${this.log}`);
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
