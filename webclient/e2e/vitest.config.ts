import { defineConfig } from "vitest/config";

// Real browsers want a core each: files run one after the other, and a test has two minutes at most.
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
    allowOnly: !process.env.CI,
  },
});
