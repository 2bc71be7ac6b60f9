/** What is wrong with a line all the time: set at the router that one host is connected to. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { outDir } from "../harness/browsers.ts";
import { endsWithRun } from "../harness/child.ts";
import { until } from "../harness/until.ts";
import type { Member } from "./lab.ts";

/** Bytes that pass at once, and how long the queue in front may get: as cheap routers have it. */
const burst = "4kb";
const queue = "400ms";

export function slowUplink({ access }: Member, kilobits: number): void {
  shape(access.gate, "world0", kilobits);
}

export function slowDownlink({ access }: Member, kilobits: number): void {
  shape(access.gate, "home0", kilobits);
}

function shape(gate: Member["access"]["gate"], card: string, kilobits: number): void {
  const bucket = ["tbf", "rate", `${kilobits}kbit`, "burst", burst, "latency", queue];
  gate.exec("tc", "qdisc", "replace", "dev", card, "root", ...bucket);
}

const delayed = "delay0";

/**
 * A long line that loses packets by chance, both in each direction. What comes from either side is
 * routed through a card that gives it back later, for not every kernel has netem.
 */
export async function longLossyLine(
  { access: { gate } }: Member,
  oneWayMs: number,
  lossPercent: number,
): Promise<ChildProcess> {
  const program = path.join(outDir, "labdelay");
  const child = spawn("ip", gate.inside(program, delayed, `${oneWayMs}ms`), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  endsWithRun(child);
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await until("the long line", () => printed.includes("ready"));
  gate.ip("link", "set", delayed, "up");
  gate.set("net.ipv4.conf.home0.rp_filter", 0); // it would miss the card behind the other one
  gate.ip("route", "add", "default", "dev", delayed, "table", "100");
  for (const card of ["home0", "world0"]) gate.ip("rule", "add", "iif", card, "lookup", "100");
  gate.rules(`table inet line {
 chain lossy { type filter hook forward priority -10; policy accept;
  iifname "${delayed}" numgen random mod 100 < ${lossPercent} drop
 }
}
`);
  return child;
}
