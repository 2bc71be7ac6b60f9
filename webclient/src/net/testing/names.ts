// For tests: what is shown of names, texts and names of files (testdata/names.json, which
// internal/peer reads too).
import { readFileSync } from "node:fs";
import path from "node:path";

interface Fixtures {
  /** What somebody says, and what is shown of it. */
  readonly names: readonly [string, string][];
  readonly texts: readonly [string, string][];
  readonly fileNames: readonly [string, string][];
}

export const fixtures: Fixtures = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../testdata/names.json"), "utf8"),
);
