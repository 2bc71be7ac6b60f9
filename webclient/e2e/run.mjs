// Runs a TypeScript program that is no test: node e2e/run.mjs e2e/bench-setup.ts
import { runnerImport } from "vite";

const program = process.argv[2];
if (!program) {
  console.error("usage: node e2e/run.mjs FILE.ts");
  process.exit(2);
}
const { module } = await runnerImport(program);
await module.main();
