/**
 * `make lab`: calls of real browsers over networks as people have them, each in a network
 * namespace, and what goes wrong there. docs/network.md says what is what.
 */
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { outDir } from "../harness/browsers.ts";
import { Certificates } from "../harness/certificates.ts";
import { connectRows } from "./connectrows.ts";
import { faultRows } from "./faultrows.ts";
import { serverName } from "./labserver.ts";
import { lineRows } from "./linerows.ts";
import { Namespaces } from "./namespaces.ts";
import { chosen, type Options, readOptions } from "./options.ts";
import { isShort, load, markdown, type Outcome, type Run } from "./report.ts";
import type { Context, Row } from "./rows.ts";
import { goesAtExit, pause } from "./shell.ts";

const longestRunMs = 300_000;

export async function main(): Promise<void> {
  const options = readOptions(process.env);
  const rows = chosen([...connectRows(), ...faultRows(), ...lineRows()], options);
  if (options.list) {
    for (const { name } of rows) console.log(name);
    return;
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => process.exit(130)); // which takes namespaces and processes with it
  process.setMaxListeners(0); // each program and folder has one
  Namespaces.sweep();
  const certificates = await Certificates.make([serverName]);
  goesAtExit(path.dirname(certificates.home));
  const outcomes = await runAll(rows, options, { certificates, keep: options.keep });
  console.log(`\n${markdown(outcomes)}`);
  process.exit(outcomes.some(isShort) ? 1 : 0); // whatever a run that went wrong has left open
}

async function runAll(rows: Row[], options: Options, context: Context): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const row of rows) {
    const outcome: Outcome = { name: row.name, group: row.group, runs: [] };
    outcomes.push(outcome);
    for (let i = 0; i < (options.runs ?? row.runs); i++) {
      const run = await runOnce(row, context);
      outcome.runs.push(run);
      console.log(`${row.name}: ${toldOf(run)}`);
      await keepResults(outcomes);
    }
  }
  return outcomes;
}

async function runOnce(row: Row, context: Context): Promise<Run> {
  try {
    const finding = await Promise.race([row.run(context), tooLate(context)]);
    return { load: load(), finding };
  } catch (error) {
    return { load: load(), failed: error instanceof Error ? error.message : String(error) };
  }
}

/** Nobody waits for a run that hangs; what it had goes with this process. */
async function tooLate({ keep }: Context): Promise<never> {
  await pause(keep ? 2 ** 31 - 1 : longestRunMs, false);
  throw new Error(`it was not over after ${longestRunMs / 1_000} s`);
}

function toldOf({ load, finding, failed }: Run): string {
  if (failed !== undefined) return `FAILED (load ${load}): ${failed}`;
  const figures = Object.entries(finding?.figures ?? {}).map(([name, value]) => {
    return `${name} ${value ?? "never"}`;
  });
  const short = finding?.short.length ? `; FALLS SHORT: ${finding.short.join(", ")}` : "";
  return `${figures.join(", ")} (load ${load})${short}`;
}

/** After each run, so that a series that is broken off has not been for nothing. */
async function keepResults(outcomes: readonly Outcome[]): Promise<void> {
  const folder = path.join(outDir, "lab");
  await mkdir(folder, { recursive: true });
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const results = { date: new Date().toISOString(), commit, outcomes };
  const never = (_: string, value: unknown) => (value === undefined ? null : value);
  await writeFile(path.join(folder, "results.json"), JSON.stringify(results, never, 1));
}
