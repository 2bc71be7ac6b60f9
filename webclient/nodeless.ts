// Mediabunny reads files in Node as well, by a module that bundlers are told to leave empty. As
// CommonJS that would cost every visitor a file of helpers; as a module it costs nothing.
import type { Plugin } from "vite";

const empty = "nothing-of-node";

export function nodeless(): Plugin {
  return {
    name: "einmal-nodeless",
    enforce: "pre",
    resolveId: (source, importer = "") =>
      source === "./node.js" && importer.includes("/mediabunny/") ? empty : undefined,
    load: (id) => (id === empty ? "export const node = undefined;" : undefined),
  };
}
