/** People who come to the page all the time, from somewhere else on the internet. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { endsWithRun } from "../harness/child.ts";
import type { Namespace } from "../lab/namespaces.ts";

const program = path.join(import.meta.dirname, "visitors.mjs");

export interface Visits {
  visits: number;
  failures: number;
  longestMs: number;
}

/** They come from now on, until the function is called that this returns. */
export function visitorsCome(
  from: Namespace,
  origin: string,
  address: string,
): () => Promise<Visits> {
  const words = from.inside(process.execPath, program, origin, address);
  const child = spawn("ip", words, { stdio: ["pipe", "pipe", "inherit"] });
  endsWithRun(child);
  const said = text(child.stdout);
  return async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, "exit");
    return JSON.parse(await said);
  };
}
