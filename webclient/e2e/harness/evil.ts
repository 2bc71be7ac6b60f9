/** The lying server of scripts/evil, in front of a real one, as a process that does what it is told. */
import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { outDir } from "./browsers.ts";
import { until } from "./until.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const program = path.join(outDir, "einmal-evil");

export interface EvilState {
  error?: string;
  /** How often the attack has done something. */
  fired: number;
  /** How often a stranger was told something. */
  leaks: number;
  /** The alarms that have to be there. */
  expected: { Key: string; About: string }[] | null;
}

export class Evil {
  readonly port: number;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  private constructor(port: number, child: ChildProcessByStdio<Writable, Readable, null>, lines: Interface) {
    this.port = port;
    this.#process = child;
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** Stands on `port` in front of the real server on `target`, which takes http://localhost:PORT for its own origin. */
  static async start(port: number, target: number): Promise<Evil> {
    execFileSync("go", ["build", "-tags", "evil", "-o", program, "./scripts/evil"], { cwd: root, stdio: "inherit" });
    const flags = ["-listen", `127.0.0.1:${port}`, "-server", `http://127.0.0.1:${target}`];
    const child = spawn(program, [...flags, "-public", `http://localhost:${port}`], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    process.once("exit", () => child.kill("SIGKILL")); // a run that is broken off leaves nothing behind
    await until("the evil server to answer", async () => (await fetch(`http://localhost:${port}/`)).ok);
    return new Evil(port, child, createInterface(child.stdout));
  }

  async play(attack: string): Promise<void> {
    await this.#say(`play ${attack}`);
  }

  async learn(link: string): Promise<void> {
    await this.#say(`learn ${link}`);
  }

  async strike(attack: string): Promise<void> {
    await this.#say(`strike ${attack}`);
  }

  async state(): Promise<EvilState> {
    return await this.#say("state");
  }

  async close(): Promise<void> {
    const exited = once(this.#process, "exit");
    this.#process.stdin.end();
    await exited;
  }

  async #say(command: string): Promise<EvilState> {
    this.#process.stdin.write(`${command}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("the evil server has ended");
    const state = JSON.parse(value) as EvilState;
    if (state.error) throw new Error(`${command.split(" ")[0]}: ${state.error}`);
    return state;
  }
}
