import { defineConfig } from "vitest/config";

// Real browsers want a core each: files run one after the other, and a test has a minute at most.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
    allowOnly: !process.env.CI,
  },
});
