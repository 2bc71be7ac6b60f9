/**
 * What is shown in one browser and, by a test of its own, in the other as well: `make test` runs
 * every second of these pairs in Firefox and the others in Chromium, `make e2e` all of them
 * (BROWSERS=all). What takes both browsers together always runs.
 */
import type { RunnerTask, RunnerTestCase, RunnerTestFile } from "vitest";
import { TestRunner } from "vitest";

const browserName = /chromium|firefox/gi;

export default class HalfRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    if (process.env.BROWSERS === "all") return;
    for (const file of files) {
      const pairs = new Map<string, RunnerTestCase[]>();
      for (const test of testsIn(file)) {
        const key = pairOf(test);
        if (key !== undefined && test.mode === "run")
          pairs.set(key, [...(pairs.get(key) ?? []), test]);
      }
      const whole = [...pairs.values()].filter((pair) => pair.length === 2);
      for (const [n, pair] of whole.entries()) {
        const other = pair[n % 2];
        if (other !== undefined) other.mode = "skip";
      }
    }
  }
}

function testsIn(task: RunnerTask): RunnerTestCase[] {
  return task.type === "test" ? [task] : task.tasks.flatMap(testsIn);
}

/** The same for a test and for the one in the other browser; undefined if it takes both, or none. */
function pairOf(test: RunnerTestCase): string | undefined {
  const name = test.fullTestName;
  const browsers = new Set(name.toLowerCase().match(browserName));
  return browsers.size === 1 ? name.replace(browserName, "") : undefined;
}
