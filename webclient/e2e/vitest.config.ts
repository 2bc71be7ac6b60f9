import { defineConfig } from "vitest/config";
import { Order } from "./harness/order.ts";

// Two files at a time: three fill two cores to the last, and each takes the longer for it.
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    maxWorkers: 2,
    sequence: { sequencer: Order },
    // A worker runs file after file, with the same two browsers.
    isolate: false,
    environment: "./e2e/harness/environment.ts",
    runner: "./e2e/harness/runner.ts",
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
    allowOnly: !process.env.CI,
  },
});
