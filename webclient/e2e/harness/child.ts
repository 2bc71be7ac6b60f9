import type { ChildProcess } from "node:child_process";

/** A run that is broken off leaves nothing behind. */
export function endsWithRun(child: ChildProcess): void {
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}
