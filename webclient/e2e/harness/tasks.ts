/**
 * How long a page's main thread is busy at a time, in time of that thread: what else a busy machine
 * does is not in it.
 */
import { readFileSync } from "node:fs";
import type { Person } from "./person.ts";
import { processesUnder } from "./processes.ts";

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the thread. */
  tdur?: number;
}

/**
 * Chromium tells. Begins to record; the function that it gives ends that, and resolves to the
 * longest task in ms.
 */
export async function recordTasks({ page }: Person): Promise<() => Promise<number>> {
  await page.tracing.start({
    categories: ["disabled-by-default-devtools.timeline", "blink.user_timing"],
  });
  return async () => {
    const mark = "the page that is measured";
    await page.evaluate((mark) => void performance.mark(mark), mark);
    const trace = await page.tracing.stop();
    const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(
      new TextDecoder().decode(trace),
    );
    const measured = traceEvents.find(({ name }) => name === mark);
    if (measured === undefined) throw new Error("the page is not in the trace");
    const isTask = ({ name, pid, tid, tdur }: TraceEvent) =>
      name === "RunTask" && pid === measured.pid && tid === measured.tid && tdur !== undefined;
    const tasks = traceEvents.filter(isTask);
    if (tasks.length === 0) throw new Error("no task was recorded");
    return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
  };
}

/** From and until when nothing else could happen in a page, in ms since 1970. */
export type Hold = readonly [number, number];

/**
 * Firefox does not tell, but the system does how long each thread has run. Begins to look at that
 * every few ms; the function that it gives ends that, and resolves to how long the thread had run,
 * in ms, in the hold in which that was longest. What ran between a hold's ends and the nearest
 * looks is left out.
 */
export function watchThread({ page }: Person): (holds: readonly Hold[]) => number {
  const all = processesUnder(page.browser().process()?.pid);
  const threads = all.filter(({ command }) => / tab\0*$/.test(command)).map(({ pid }) => pid);
  if (threads.length === 0) throw new Error("the browser has no processes for pages");
  const looks: { at: number; ran: number[] }[] = [];
  const timer = setInterval(() => looks.push({ at: Date.now(), ran: threads.map(ran) }), 4);
  return (holds) => {
    clearInterval(timer);
    const longest = holds.map(([from, until]) => {
      const within = looks.filter(({ at }) => at >= from && at <= until);
      const [first, last] = [within[0], within[within.length - 1]];
      return Math.max(...threads.map((_, n) => (last?.ran[n] ?? 0) - (first?.ran[n] ?? 0)));
    });
    return Math.max(0, ...longest);
  };
}

/**
 * How long the main thread of a process has run, in ms (Documentation/scheduler/sched-stats of
 * Linux).
 */
function ran(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return 0; // one of a page that is gone
  }
}
