/** The processes of a browser, as the system tells of them. */
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
  readonly pid: number;
  /** With its arguments, a NUL behind each. */
  readonly command: string;
}

/** Those that this one started, and those that they did. */
export function processesUnder(pid: number | undefined): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return []; // has ended
      }
    });
  const under = (pid: number | undefined): typeof all =>
    all.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...under(one.pid)]);
  return under(pid);
}
