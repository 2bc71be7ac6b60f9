/** How long the tasks of a page's main thread take, in time of that thread: what else a busy machine does is not in it. Chromium alone tells. */
import type { Person } from "./person.ts";

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of the thread. */
  tdur?: number;
}

/** Begins to record; the function that it gives ends that, and resolves to the longest task in ms. */
export async function recordTasks({ page }: Person): Promise<() => Promise<number>> {
  await page.tracing.start({ categories: ["disabled-by-default-devtools.timeline", "blink.user_timing"] });
  return async () => {
    const mark = "the page that is measured";
    await page.evaluate((mark) => void performance.mark(mark), mark);
    const trace = await page.tracing.stop();
    const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(new TextDecoder().decode(trace));
    const measured = traceEvents.find(({ name }) => name === mark);
    if (measured === undefined) throw new Error("the page is not in the trace");
    const isTask = ({ name, pid, tid, tdur }: TraceEvent) =>
      name === "RunTask" && pid === measured.pid && tid === measured.tid && tdur !== undefined;
    const tasks = traceEvents.filter(isTask);
    if (tasks.length === 0) throw new Error("no task was recorded");
    return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
  };
}
