// What reads a PDF (pdfjs-dist): a worker that is served as it was published, under a policy by which
// it can load nothing and connect to nothing. No page asks for it before somebody shows slides
// (docs/adr/0054).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import type { WorkerFile } from "./src/ui/together/slides/workerfile.ts";

const source = createRequire(import.meta.url).resolve("pdfjs-dist/legacy/build/pdf.worker.mjs");

/** Puts its name and hash into ui/together/slides/workerfile.ts, and it into the build. */
export function pdfWorker(): Plugin {
  return {
    name: "einmal-pdf-worker",
    apply: "build",
    enforce: "pre",
    load(id) {
      if (!id.endsWith("/src/ui/together/slides/workerfile.ts")) return undefined;
      // The map is not served.
      const script = readFileSync(source, "utf8").replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
      const hash = (encoding: "base64" | "base64url") =>
        createHash("sha256").update(script).digest(encoding);
      const fileName = `assets/pdfworker-${hash("base64url").slice(0, 8)}.js`;
      this.emitFile({ type: "asset", fileName, source: script });
      const file: WorkerFile = { url: `/${fileName}`, integrity: `sha256-${hash("base64")}` };
      return `export const workerFile = ${JSON.stringify(file)};`;
    },
  };
}
