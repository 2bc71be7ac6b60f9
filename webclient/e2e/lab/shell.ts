/** Programs of the system, waited for. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What the program prints; throws what it complains of. */
export function run(program: string, words: readonly string[], input = ""): string {
  const stdio: ["pipe", "pipe", "pipe"] = ["pipe", "pipe", "pipe"];
  return execFileSync(program, words, { input, encoding: "utf8", stdio });
}

/** A pause that is not `needed` does not keep the program from ending. */
export function pause(milliseconds: number, needed = true): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    if (!needed) timer.unref();
  });
}

/** A folder that goes with this process at the latest, however that ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "einmal-lab-"));
  goesAtExit(folder);
  return folder;
}

export function goesAtExit(folder: string): void {
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}
