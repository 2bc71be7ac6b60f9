// What each part of the client weighs that most people never load: `make weight`.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The files of each module that is imported while the program runs, by its path in the sources. */
type Chunks = Record<string, string[]> & { readonly later?: string[] };

/** Bytes of Brotli, as they go over the line. */
export interface Weight {
  readonly part: string;
  /** All that it needs on top of what everybody has in a call. */
  readonly bytes: number;
  /** Of these, in files that some other part needs as well. */
  readonly shared: number;
}

/** Whoever is in a call has loaded these, in one language. */
const inCall = ["page/calling", "ui/inside", "call/connecting", "ui/call/stage", "later"];
const words = ["ui/i18n/words.en", "ui/i18n/stage.en"];

/** What people know a module by. Those of one part are loaded together, in a call. */
export function partOf(module: string): string {
  const together = /^(?:call|ui)\/together\/(\w+)\//.exec(module)?.[1];
  if (together !== undefined) return `together: ${together}`;
  if (/^(call|ui)\/recording\/(part|view)$/.test(module)) return "recording: asked, shown";
  return module;
}

/** `page` are the modules that the page names, `later` those of its list; heaviest first. */
export function weightsOf(page: Chunks, later: Chunks, sizeOf: (url: string) => number): Weight[] {
  const loaded = new Set([...inCall, ...words].flatMap((name) => page[name] ?? []));
  const parts = new Map<string, Set<string>>();
  for (const [module, files] of Object.entries(later)) {
    const name = partOf(module);
    const needed = parts.get(name) ?? new Set();
    for (const url of files) if (!loaded.has(url)) needed.add(url);
    parts.set(name, needed);
  }
  const isShared = (url: string) => [...parts.values()].filter((one) => one.has(url)).length > 1;
  const sum = (urls: Iterable<string>) => [...urls].reduce((bytes, url) => bytes + sizeOf(url), 0);
  return [...parts]
    .map(([part, urls]) => ({ part, bytes: sum(urls), shared: sum([...urls].filter(isShared)) }))
    .sort((a, b) => b.bytes - a.bytes);
}

const built = import.meta.dirname;

/** The list of a page, and the one that it names. */
export function chunksOf(folder = path.join(built, "dist")): { page: Chunks; later: Chunks } {
  const text = readFileSync(path.join(folder, "index.html"), "utf8");
  const page: Chunks = JSON.parse(/id="chunks">(.*?)<\/script>/s.exec(text)?.[1] ?? "{}");
  const [list] = page.later ?? [];
  if (list === undefined) return { page, later: {} };
  return { page, later: JSON.parse(readFileSync(path.join(folder, list), "utf8")).chunks };
}

function servedSize(url: string): number {
  const brotli = path.join(built, "brotli");
  const name = url.slice(1);
  const has = readdirSync(path.dirname(path.join(brotli, name))).includes(
    `${path.basename(name)}.br`,
  );
  return statSync(has ? path.join(brotli, `${name}.br`) : path.join(built, "dist", name)).size;
}

/** Prints them as a table. */
export function main(): void {
  const { page, later } = chunksOf();
  console.log("| part | bytes | of these shared |\n|---|---|---|");
  for (const { part, bytes, shared } of weightsOf(page, later, servedSize))
    console.log(`| ${part} | ${bytes.toLocaleString("en")} | ${shared.toLocaleString("en")} |`);
}
