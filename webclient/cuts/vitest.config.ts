import { rmSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

// Timelines of failures, see run.ts; those of the last run.
rmSync(path.resolve(import.meta.dirname, "../../out/cuts-web"), { recursive: true, force: true });

// The cases regulate among themselves how many run at a time, and a test waits for hundreds of
// them. Two files at once: the two cores are all there is.
export default defineConfig({
  test: {
    include: ["cuts/**/*.cuts.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
    disableConsoleIntercept: true,
    allowOnly: !process.env.CI,
  },
});
