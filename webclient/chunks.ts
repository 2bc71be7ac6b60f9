// Which file of the client a module is served in (docs/adr/0006): what the page starts with has one
// for each floor. What is imported while the program runs has one of its own, and what several of
// those need, one for each floor. What a floor needs stands in files of the floors below, or in one
// that is loaded before: no two files need each other.

/** The floors of the client, from below; the first that matches counts. */
const floors: [name: string, modules: RegExp][] = [
  ["libraries", /\/node_modules\//],
  ["crypto", /\/src\/crypto\//],
  ["page", /\/src\/(net|peer|media|call|page)\//], // of the lower ones it starts with a few lines
  ["ui", /\/src\/ui\//],
];

/**
 * What few people need, such as what they make together: what several of those need is loaded with the
 * first of them.
 */
const rare = /\/src\/((call|media|ui)\/(together|recording|mailbox)\/|crypto\/curves\/noble)/;

/** Who knocks needs these; what else is shared can wait. */
const door = /\/src\/(ui\/inside\.tsx|page\/calling\.ts)$/;

interface Module {
  readonly isEntry: boolean;
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}
type ModuleOf = (id: string) => Module | null;

/** The name of the file, or undefined for that of the module which is imported while it runs. */
export function chunkOf(id: string, moduleOf: ModuleOf): string | undefined {
  const floor = floors.find(([, modules]) => modules.test(id))?.[0];
  if (id.startsWith("\0")) return "libraries"; // what the build itself adds
  if (floor === undefined) return undefined;
  const roots = rootsOf(id, moduleOf);
  if (roots.has("page")) return floor;
  if (roots.size === 1) return undefined;
  if ([...roots].every((root) => rare.test(root))) return rareChunk(id, [...roots]);
  return [...roots].some((root) => door.test(root)) ? "door" : "shared";
}

/** Whoever is asked about a recording does not need what is written together, nor an old browser. */
function rareChunk(id: string, roots: readonly string[]): string {
  if (/\/node_modules\/(yjs|lib0)\/|\/together\/replica\//.test(id)) return "replica";
  if (/\/node_modules\/@noble\//.test(id)) return "hashes";
  if (/\/ui\/together\/panel\./.test(id)) return "panels"; // needs the stage
  return roots.every((root) => /\/recording\//.test(root)) ? "recording" : "together";
}

/** What it is imported by in the end: "page", or modules that are imported while it runs. */
function rootsOf(id: string, moduleOf: ModuleOf, seen = new Set<string>()): Set<string> {
  const roots = new Set<string>();
  const module = moduleOf(id);
  if (module === null || seen.has(id)) return roots;
  seen.add(id);
  if (module.dynamicImporters.length > 0) roots.add(id);
  else if (module.isEntry) roots.add("page");
  for (const importer of module.importers)
    for (const root of rootsOf(importer, moduleOf, seen)) roots.add(root);
  return roots;
}
