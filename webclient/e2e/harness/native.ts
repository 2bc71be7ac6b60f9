/** The native participant, as a process of its own that says what happens in lines of JSON. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { endsWithRun } from "./child.ts";
import { until } from "./until.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const binary = path.join(root, "bin/einmal-peer");
const picture = path.join(root, "internal/mediafile/testdata/square.ivf");

interface NativeEvent {
  event: string;
  [field: string]: unknown;
}

export class Native {
  readonly events: NativeEvent[] = [];
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;

  private constructor(args: string[]) {
    this.#process = spawn(binary, [...args, "-loopback", "-json"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    endsWithRun(this.#process);
    const lines = createInterface({ input: this.#process.stdout });
    lines.on("line", (line) => this.events.push(JSON.parse(line)));
  }

  /** Makes a room and lets everybody in, with a tone for a voice and a square for a face. */
  static host(server: string, ...flags: string[]): Native {
    return new Native(["host", "-server", server, "-tone", "-media", picture, ...flags]);
  }

  /**
   * Knocks, and once it is in sends back what it hears and sees. The link goes in where nobody can
   * list it.
   */
  static echo(link: string, ...flags: string[]): Native {
    const native = new Native(["echo", "-", ...flags]);
    native.say(link);
    return native;
  }

  /** Knocks; once it is in it sees and hears, and sends nothing. */
  static join(link: string, name: string, ...flags: string[]): Native {
    const native = new Native(["join", "-", "-name", name, ...flags]);
    native.say(link);
    return native;
  }

  /** Knocks, and records into a folder that is not there yet; it wants sound and pictures. */
  static record(link: string, into: string, ...flags: string[]): Native {
    const native = new Native(["record", "-", "-into", into, ...flags]);
    native.say(link);
    return native;
  }

  /** Its exit status, once it has ended. */
  async status(): Promise<number | null> {
    await until("the native participant to end", () => this.#process.exitCode !== null);
    return this.#process.exitCode;
  }

  /** The first event of this kind that holds, now or later. */
  async hears(
    event: string,
    holds: (event: NativeEvent) => boolean = () => true,
    deadline?: number,
  ): Promise<NativeEvent> {
    const ask = () => this.events.find((one) => one.event === event && holds(one));
    return await until(`the native participant to say ${event}`, ask, deadline);
  }

  say(text: string): void {
    this.#process.stdin.write(`${text}\n`);
  }

  /** Leaves as a person does who presses Ctrl-C, and waits for it. */
  async leave(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await ended;
  }
}
