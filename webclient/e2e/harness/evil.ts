/**
 * The lying server of scripts/evil, in front of a real one, as a process that does what it is told.
 */
import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { outDir } from "./browsers.ts";
import { endsWithRun } from "./child.ts";

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
  /** What people type into the address bar. */
  readonly origin: string;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  private constructor(
    origin: string,
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string>,
  ) {
    this.origin = origin;
    this.#process = child;
    this.#answers = lines;
  }

  /** Listens; the real server has to take `origin` for its own. */
  static async start(): Promise<Evil> {
    execFileSync("go", ["build", "-tags", "evil", "-o", program, "./scripts/evil"], {
      cwd: root,
      stdio: "inherit",
    });
    const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    endsWithRun(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    if (done) throw new Error("the evil server has ended");
    return new Evil(value, child, lines);
  }

  /** Stands from now on in front of the real server at this address. */
  standBefore(server: string): void {
    this.#process.stdin.write(`${server}\n`);
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
