// What finds the person in a picture (@mediapipe/selfie_segmentation): its program, made into one
// script with our worker, its WebAssembly and its model. No page asks for them before a person does
// (docs/adr/0042).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Plugin, transformWithOxc } from "vite";
import type { BlurFile, BlurFiles } from "./src/media/blurfiles.ts";

const folder = path.dirname(
  createRequire(import.meta.url).resolve("@mediapipe/selfie_segmentation/package.json"),
);
const readPart = (name: string) => readFileSync(path.join(folder, `selfie_segmentation${name}`));

/** Puts the names and hashes of these files into media/blurfiles.ts, and them into the build. */
export function segmenter(): Plugin {
  return {
    name: "einmal-segmenter",
    apply: "build",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith("/src/media/blurfiles.ts")) return undefined;
      const addFile = (name: string, extension: string, source: string | Uint8Array): BlurFile => {
        const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8);
        const fileName = `assets/${name}-${hash}.${extension}`;
        this.emitFile({ type: "asset", fileName, source });
        const integrity = `sha256-${createHash("sha256").update(source).digest("base64")}`;
        return { url: `/${fileName}`, integrity };
      };
      const files: BlurFiles = {
        worker: addFile("blurworker", "js", await workerScript()),
        wasm: addFile("segmenter", "wasm", readPart("_solution_simd_wasm_bin.wasm")),
        model: addFile("segmenter", "tflite", readPart("_landscape.tflite")),
        graph: addFile("segmenter", "binarypb", readPart(".binarypb")),
      };
      return `export const blurFiles = ${JSON.stringify(files)};`;
    },
  };
}

/** A classic script, as the library needs it: each part stands at its top. */
async function workerScript(): Promise<string> {
  const source = path.join(import.meta.dirname, "src/media/blurworker.ts");
  const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
  const own = code.replaceAll(/^export (?!\{)/gm, "");
  return [readPart("_solution_simd_wasm_bin.js"), readPart(".js"), own, "serveBlurring(self);\n"]
    .map(String)
    .join("\n");
}
