import { defineConfig } from "vitest/config";
import { Order } from "./harness/order.ts";

// Three files at a time: much of a call is waiting. A test has so long because the machine may be
// slow, and each of its waits ends earlier, with a reason (harness/until.ts).
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    maxWorkers: 3,
    sequence: { sequencer: Order },
    // A worker runs file after file, with the same two browsers.
    isolate: false,
    environment: "./e2e/harness/environment.ts",
    testTimeout: 300_000,
    hookTimeout: 120_000,
    reporters: ["verbose"],
    allowOnly: !process.env.CI,
  },
});
