// mediabunny has a module for Node that browsers are to leave out. The builder puts an empty one of
// the old kind (CommonJS) in its place, and what such modules need into a file of its own that the
// page would start with.
import type { Plugin } from "vite";

export function withoutNode(): Plugin {
  return {
    name: "einmal-without-node",
    enforce: "pre",
    load: (id) => (id.endsWith("/mediabunny/dist/modules/src/node.js") ? "export {};" : undefined),
    resolveId(source, importer) {
      const isNodes = source === "./node.js" && importer?.includes("/mediabunny/") === true;
      return isNodes ? importer.replace(/[^/]*$/, "node.js") : undefined;
    },
  };
}
