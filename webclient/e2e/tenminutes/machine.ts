/** The rented machine: a bare Debian that systemd boots in a container, in a network of the lab. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { endsWithRun } from "../harness/child.ts";
import { until } from "../harness/until.ts";
import type { Namespace } from "../lab/namespaces.ts";
import { Layer } from "./basesystem.ts";

export class Machine {
  readonly layer: Layer;
  readonly #space: Namespace;
  readonly #name: string;
  #process: ChildProcess | undefined;
  #said = "";
  #init = 0;

  constructor(name: string, space: Namespace) {
    this.layer = new Layer(name);
    this.#space = space;
    this.#name = name;
  }

  /** Boots it; when its own systemd says that everything is up. */
  async boot(): Promise<void> {
    const words = [
      ...["--quiet", "--boot", "--register=no", "--keep-unit", "--console=pipe"],
      ...["--link-journal=no", "--resolv-conf=off", `--machine=${this.#name}`],
      ...[`--directory=${this.layer.root}`],
      `--network-namespace-path=/run/netns/${this.#space.name}`,
    ];
    const child = spawn("systemd-nspawn", words, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    endsWithRun(child);
    const hear = (chunk: Buffer) => {
      this.#said += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    await until(
      "the machine to be up",
      () => {
        if (child.exitCode !== null) throw new Error(`it has ended: ${this.#said}`);
        const children = `/proc/${child.pid}/task/${child.pid}/children`;
        this.#init = Number(readFileSync(children, "utf8").split(" ")[0]);
        return /running|degraded/.test(this.run("systemctl is-system-running || true"));
      },
      60_000,
    );
  }

  /** The words that run a program inside. */
  inside(...words: string[]): string[] {
    return ["--target", String(this.#init), "--all", "--wdns=/root", ...words];
  }

  /** What a command prints, which nobody types. */
  run(command: string): string {
    const words = this.inside("/bin/sh", "-c", command);
    return execFileSync("nsenter", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** What its services have said, for somebody who asks why it went wrong. */
  log(): string {
    if (this.#init === 0) return this.#said;
    return this.run("journalctl --no-pager --lines 60; systemctl --no-pager --failed || true");
  }

  async halt(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null) {
      child.kill("SIGTERM"); // which nspawn passes on as an orderly power-off
      await until("the machine to be down", () => child.exitCode !== null, 30_000).catch(() =>
        child.kill("SIGKILL"),
      );
    }
    this.layer.forget();
  }
}
