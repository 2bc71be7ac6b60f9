/**
 * What is shown in one browser and, by a test of its own, in the other as well, or with the host in
 * one and the guest in the other and the other way round: `make test` runs one of these two, every
 * second time the one that comes second, and `make e2e` both (BROWSERS=all).
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
        if (test.mode !== "run" || key === test.fullTestName) continue;
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

/** The same for a test and for the one with the browsers exchanged. */
function pairOf(test: RunnerTestCase): string {
  return test.fullTestName.replace(browserName, "browser");
}
