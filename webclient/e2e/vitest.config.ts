import { defineConfig } from "vitest/config";
import { Order } from "./harness/order.ts";

// Three files at a time: with two, 0.8 of two cores are at work, since people wait for each other.
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    maxWorkers: 3,
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
