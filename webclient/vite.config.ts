import { defineConfig } from "vitest/config";

// The client is served as it can be read: not minified, no source map needed, no inlined assets (the CSP allows none).
export default defineConfig({
  build: {
    outDir: "dist",
    emptyOutDir: true,
    minify: false,
    cssMinify: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome137", "firefox130", "safari17"],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Generous, because a shared machine may be slow: no test waits for it unless something is wrong.
  test: { testTimeout: 30_000, include: ["src/**/*.test.{ts,tsx}"] },
});
