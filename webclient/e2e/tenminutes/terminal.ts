/**
 * Somebody at a terminal of the machine: reads what stands there, and types. Everything that stood
 * on the screen is kept, and every command and answer is counted.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { endsWithRun } from "../harness/child.ts";
import { until } from "../harness/until.ts";
import { pause } from "../lab/shell.ts";
import type { Machine } from "./machine.ts";

const prompt = "root@server:~# ";

/** How fast a person is: 5 keys a second, and 4 words a second that they read. */
const person = { keyMs: 200, wordMs: 250 };

/** What may be asked, as it ends the screen, and what somebody answers; "" takes what is offered. */
export type Answers = readonly (readonly [question: RegExp, answer: string])[];

export interface Command {
  command: string;
  questions: number;
  /** From the first key to the next prompt. */
  seconds: number;
}

export class Terminal {
  readonly commands: Command[] = [];
  readonly #shell: ChildProcessByStdio<Writable, Readable, null>;
  readonly #isFast: boolean;
  #screen = "";
  /** How much of the screen was read. */
  #read = 0;

  constructor(machine: Machine, isFast: boolean) {
    this.#isFast = isFast;
    const shell = "stty columns 100 rows 50; exec bash --norc --noprofile -i";
    const words = machine.inside(
      ...["/usr/bin/env", "-i", "HOME=/root", "TERM=xterm", "LANG=C.UTF-8"],
      ...["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", `PS1=${prompt}`],
      ...["/usr/bin/script", "--quiet", "--command", shell, "/dev/null"],
    );
    this.#shell = spawn("nsenter", words, { stdio: ["pipe", "pipe", "inherit"] });
    endsWithRun(this.#shell);
    this.#shell.stdout.setEncoding("utf8");
    this.#shell.stdout.on("data", (chunk: string) => {
      this.#screen += chunk;
    });
  }

  /** What stood on the screen, as lines of text. */
  get transcript(): string {
    return clean(this.#screen);
  }

  /** Types a command and answers what it asks; what it printed. */
  async types(command: string, answers: Answers = [], seconds = 300): Promise<string> {
    await this.#sees("a prompt", 30, (text) => text.endsWith(prompt));
    await this.#reads();
    const [begin, from] = [performance.now(), this.#screen.length];
    await this.#keys(command);
    let questions = 0;
    for (;;) {
      const asked = await this.#sees(`the end of ${command}`, seconds, (text) => {
        if (text.endsWith(prompt)) return "nothing";
        return answers.find(([question]) => question.test(text));
      });
      if (asked === "nothing") break;
      questions++;
      await this.#reads();
      await this.#keys(asked[1]);
    }
    this.commands.push({ command, questions, seconds: (performance.now() - begin) / 1_000 });
    return clean(this.#screen.slice(from)).slice(0, -prompt.length);
  }

  get #unread(): string {
    return clean(this.#screen.slice(this.#read));
  }

  async #sees<T>(what: string, seconds: number, ask: (text: string) => T) {
    return await until(what, () => ask(this.#unread), seconds * 1_000).catch((error: Error) => {
      throw new Error(`${error.message}; on the screen: ${this.#unread}`);
    });
  }

  async #reads(): Promise<void> {
    const words = this.#unread.split(/\s+/).filter((word) => /\w/.test(word)).length;
    this.#read = this.#screen.length;
    if (!this.#isFast) await pause(words * person.wordMs);
  }

  async #keys(text: string): Promise<void> {
    this.#read = this.#screen.length;
    for (const key of `${text}\r`) {
      if (!this.#isFast) await pause(person.keyMs);
      this.#shell.stdin.write(key);
    }
    // What stands there before is no answer.
    await until("the keys on the screen", () => this.#unread.includes("\n"));
  }

  close(): void {
    this.#shell.kill("SIGKILL");
  }
}

/** A line that was overwritten is what it was at last. */
function clean(screen: string): string {
  const lines = stripVTControlCharacters(screen).replaceAll("\r\n", "\n").split("\n");
  return lines.map((line) => line.replace(/\r+$/, "").split("\r").at(-1)).join("\n");
}
