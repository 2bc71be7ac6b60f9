// Runs many stories at the same time, as many as the machine bears: nearly all of it is waiting.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasTime, latest, pause } from "./clock.ts";
import { later, type Plain, trackOf } from "./plans.ts";
import { Server } from "./server.ts";
import { type End, type Plan, Story } from "./story.ts";

/**
 * At most so many stories at once, and one more each `startMs` while the process has time for it: a
 * story is work in its first second, and then waits.
 */
const mostAtOnce = 300;
const startMs = 50;
/** So many timelines are printed; all are in out/cuts-web. */
const mostPrinted = 3;
const folder = path.resolve(import.meta.dirname, "../../out/cuts-web");

export interface Failure {
  readonly plan: Plan;
  readonly kind: string;
  readonly why: readonly string[];
  readonly timeline: string;
}

export interface Report {
  /** How many stories had a fault in them. */
  readonly cases: number;
  readonly failures: readonly Failure[];
}

let number = 0;

/**
 * Tells a story on the server that is given, or on one of its own if the server is to be killed.
 */
async function tell(plan: Plan, shared: Server): Promise<{ story: Story; why: string[] }> {
  const kills = plan.faults.some(({ how }) => how === "kill");
  const here = number++;
  const server = kills
    ? await Server.start(`127.${32 + (process.pid % 32)}.${here >> 8}.${here & 255 || 1}`)
    : shared;
  const story = new Story(plan, server, here);
  try {
    return { story, why: await story.run() };
  } finally {
    if (kills) await server.close();
  }
}

/** How a story goes without any fault, with each end. */
export async function plain(server: Server, ends: readonly End[]): Promise<Map<End, Plain>> {
  const found = new Map<End, Plain>();
  for (const end of ends) {
    const { story, why } = await tell({ name: "plain", end, faults: [], thinkMs: 60 }, server);
    if (why.length > 0) throw new Error(`without any fault: ${why.join("; ")}\n${story.timeline}`);
    found.set(end, story.counts);
  }
  return found;
}

/**
 * All of them; where the last planned fault of a row has come, the row goes on until one does not.
 */
export async function runAll(
  title: string,
  plans: readonly Plan[],
  server: Server,
): Promise<Report> {
  const start = performance.now();
  /** Of each single fault, how far it goes. */
  const furthest = new Map<string, number>();
  if (plans.length > 1) for (const plan of plans) furthest.set(...trackOf(plan));
  const waiting = [...plans];
  const failures: Failure[] = [];
  const running = new Set<Promise<void>>();
  let cases = 0;
  let most = 0;
  const one = async (plan: Plan) => {
    const { story, why } = await tell(plan, server);
    if (story.fired > 0) cases++;
    const [track, n] = trackOf(plan);
    if (story.fired > 0 && furthest.get(track) === n && plan.faults.length === 1) {
      furthest.set(track, n + 1);
      waiting.push(later(plan));
    }
    if (why.length > 0)
      failures.push({ plan, kind: story.kind, why, timeline: String(story.timeline) });
  };
  while (waiting.length > 0 || running.size > 0) {
    if (waiting.length > 0 && running.size < mostAtOnce && hasTime()) {
      const plan = waiting.shift();
      if (plan === undefined) continue;
      const done = one(plan).finally(() => running.delete(done));
      running.add(done);
      most = Math.max(most, running.size);
      await pause(startMs);
    } else await Promise.race([...running, pause(startMs)]);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const late = latest().toFixed(0);
  console.log(
    `${title}: ${cases} cases, ${failures.length} failed; ${seconds} s, at most ${most} at once, ${late} ms late`,
  );
  tellFailures(failures);
  return { cases, failures };
}

function tellFailures(failures: readonly Failure[]): void {
  for (const kind of new Set(failures.map(({ kind }) => kind))) {
    const all = failures.filter((failure) => failure.kind === kind);
    console.log(`  ${all.length} × ${kind}`);
    for (const { plan, why } of all) console.log(`    ${plan.name}: ${why.join("; ")}`);
  }
  if (failures.length > 0) mkdirSync(folder, { recursive: true });
  for (const [i, { plan, why, timeline }] of failures.entries()) {
    const text = `${plan.name}\n${JSON.stringify(plan)}\n${why.join("\n")}\n\n${timeline}\n`;
    writeFileSync(path.join(folder, `${plan.name.replaceAll(" ", "-")}.txt`), text);
    if (i < mostPrinted) console.log(`\n${text}`);
  }
}
