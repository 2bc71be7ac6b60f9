/** `einmal call`: the embedded client on this machine, in the place of a server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { endsWithRun } from "./child.ts";
import { binary } from "./server.ts";
import { until } from "./until.ts";

export class LocalClient {
  /** What it printed for a person to open, with the fragment of the link. */
  readonly address: string;
  readonly #end: () => Promise<void>;

  private constructor(address: string, end: () => Promise<void>) {
    this.address = address;
    this.#end = end;
  }

  get origin(): string {
    return new URL(this.address).origin;
  }

  /** The link goes in by standard input, as it should. */
  static async start(link: string): Promise<LocalClient> {
    const child = spawn(binary, ["call", "-"], { stdio: ["pipe", "pipe", "inherit"] });
    endsWithRun(child);
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stdin.end(`${link}\n`);
    const address = await until(
      "the address to open",
      () => /http:\/\/127\.0\.0\.1:\S+/.exec(printed)?.[0],
    );
    return new LocalClient(address, async () => {
      const exited = once(child, "exit");
      child.kill("SIGINT");
      await exited;
    });
  }

  async close(): Promise<void> {
    await this.#end();
  }
}
