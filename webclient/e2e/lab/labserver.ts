/** The real server with TLS on port 443, on a machine of its own in the lab's world. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Certificates } from "../harness/certificates.ts";
import { endsWithRun } from "../harness/child.ts";
import { binary } from "../harness/server.ts";
import { until } from "../harness/until.ts";
import type { World } from "./access.ts";
import type { Namespace } from "./namespaces.ts";
import { run, scratchFolder } from "./shell.ts";

export const serverName = "call.lab.test";
const metrics = "127.0.0.1:9090";
const operator = `name = The lab
address = 1 Test Street, Testing
email = lab@call.lab.test
data-protection-officer = none
supervisory-authority = none
hosting-provider = self
hosting-country = DE
`;

export class LabServer {
  readonly origin = `https://${serverName}`;
  /** For the hosts files of all others. */
  readonly hosts: string;
  readonly #space: Namespace;
  readonly #folder = scratchFolder();
  readonly #flags: string[];
  #process: ChildProcess | undefined;
  #said = "";

  constructor(world: World, space: Namespace, certificates: Certificates) {
    this.#space = space;
    const { ipv4, ipv6 } = world.attach(space);
    // Chromium looks for the relay with a dot behind its name.
    const names = `${serverName} ${serverName}.`;
    this.hosts = `${ipv4} ${names}\n${ipv6} ${names}\n`;
    const file = path.join(this.#folder, "operator.conf");
    writeFileSync(file, operator);
    this.#flags = [
      ...["-listen", ":443", "-public-url", this.origin, "-relay-address", ipv4],
      ...["-create", "open", "-operator", file, "-data", path.join(this.#folder, "data")],
      ...["-metrics", metrics, ...certificates.flags],
    ];
  }

  /** Starts it, also after a kill; returns when it listens. */
  async start(): Promise<void> {
    const child = spawn("ip", this.#space.inside(binary, "serve", ...this.#flags), {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    endsWithRun(child);
    let printed = "";
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      this.#said += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    await until("the server to listen", () => {
      if (child.exitCode !== null) throw new Error(`the server has ended: ${this.#said}`);
      return printed.includes("einmal is ready");
    });
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** How many relayed addresses it holds. */
  allocations(): number {
    const words = ["curl", "--silent", "--max-time", "2", `http://${metrics}/metrics`];
    const counts = run("ip", this.#space.inside(...words));
    return Number(/^einmal_relay_allocations (\d+)$/m.exec(counts)?.[1]);
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
