import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { brotli } from "./brotli.ts";
import { chunkOf } from "./chunks.ts";
import { containers } from "./containers.ts";
import { integrity, ownLoading } from "./integrity.ts";
import { nodeless } from "./nodeless.ts";
import { oldest } from "./oldest.ts";
import { pdfWorker } from "./pdfworker.ts";
import { safari15 } from "./safari15.ts";
import { segmenter } from "./segmenter.ts";

// The client is served as it can be read: not minified, no source map needed, no inlined assets
// (the CSP allows none).
export default defineConfig({
  build: {
    outDir: "dist",
    emptyOutDir: true,
    minify: false,
    cssMinify: false,
    assetsInlineLimit: 0,
    modulePreload: false, // integrity.ts names the files in the page
    // With safari15.ts it is Safari 15.4: compatibility.test.ts reads what comes out.
    target: [`chrome${oldest.chrome}`, `firefox${oldest.firefox}`, "safari16"],
    rolldownOptions: {
      optimization: { inlineConst: false },
      output: {
        codeSplitting: {
          // Every module is named one by one.
          includeDependenciesRecursively: false,
          groups: [
            {
              name: (id, context) => chunkOf(id, (other) => context.getModuleInfo(other)),
              debugName: "floors",
            },
          ],
        },
        entryFileNames: "assets/main-[hash].js",
        minifyInternalExports: false,
        topLevelVar: false,
      },
    },
  },
  // A linked node_modules must not leave its path in the files: equal sources give equal bytes in
  // any folder.
  resolve: { preserveSymlinks: true },
  plugins: [
    nodeless(),
    ownLoading(),
    segmenter(),
    pdfWorker(),
    containers(),
    safari15(),
    integrity(),
    brotli(),
  ],
  // `make dev`: vite serves the page, and a server behind it everything else. That server was given
  // this address as its public one.
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ["/signal", "/about.json", "/privacy", "/imprint", "/threat-model"].map((path) => [
        path,
        { target: "http://127.0.0.1:8080", ws: true },
      ]),
    ),
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Generous, because a shared machine may be slow: no test waits for it unless something is wrong.
  // Three files at a time at least, also on two cores: the longest ones wait.
  test: {
    testTimeout: 30_000,
    maxWorkers: Math.max(3, availableParallelism() - 1),
    include: [
      "*.test.ts",
      "src/**/*.test.{ts,tsx}",
      "e2e/lab/*.test.ts",
      "e2e/tenminutes/*.test.ts",
    ],
  },
});
