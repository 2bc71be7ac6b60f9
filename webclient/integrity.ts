// The page names every byte of the client: whoever has checked the page has checked all of it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin, Rolldown } from "vite";

/** A file of the client by its name, such as "assets/call-x.js". */
type Files = Map<string, Uint8Array | string>;

/**
 * Writes SHA-256 hashes (W3C Subresource Integrity) into the page: on each script and style sheet,
 * and for each module into an import map, because an `import` itself cannot carry one. A browser
 * that reads no hashes there has each module that the program imports as a script of the page: what
 * is refused once is not there for `import` either. `einmal-build` is the hash of all other files.
 */
export function integrity(): Plugin {
  let publicDir = "";
  return {
    name: "einmal-integrity",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") throw new Error("the build has no index.html");
        const files: Files = new Map(
          readdirSync(publicDir).map((name) => [name, readFileSync(path.join(publicDir, name))]),
        );
        for (const file of Object.values(bundle)) {
          if (file.type === "chunk") file.code = withoutStyleLists(file.code);
          if (file !== page)
            files.set(file.fileName, file.type === "chunk" ? file.code : file.source);
        }
        const first = importedModules(bundle);
        const later = laterModules(bundle, first, (id) => this.getModuleInfo(id));
        const rest = splitRest(later);
        if (rest.names.size > 0) {
          const list = restList(rest, files);
          const fileName = `assets/later-${shortHash(list)}.json`;
          this.emitFile({ type: "asset", fileName, source: list });
          files.set(fileName, list);
          rest.page.later = [`/${fileName}`];
        }
        page.source = withHashes(String(page.source), files, first, rest);
      },
    },
  };
}

/** What the entry imports, each after those that it imports itself. */
function importedModules(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== "chunk" || found.has(name)) return;
    for (const other of file.imports) add(other);
    if (!file.isEntry) found.add(name);
  };
  for (const file of Object.values(bundle))
    if (file.type === "chunk" && file.isEntry) add(file.fileName);
  return [...found];
}

/**
 * The files of each module that is imported while the program runs, those first that others need,
 * by its path in the sources: page/chunk.ts loads them.
 */
function laterModules(
  bundle: Rolldown.OutputBundle,
  first: readonly string[],
  moduleOf: (id: string) => { readonly dynamicImporters: readonly string[] } | null,
): Record<string, string[]> {
  const entries = Object.values(bundle).flatMap((file) =>
    file.type === "chunk"
      ? file.moduleIds
          .filter((id) => moduleOf(id)?.dynamicImporters.length)
          .map((id): [string, string[]] => [sourceName(id), needed(bundle, file.fileName, first)])
      : [],
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a page names itself, and what stands in a list of which it names the hash. */
interface Rest {
  readonly page: Record<string, string[]>;
  readonly chunks: Record<string, string[]>;
  /** The addresses of the files that only the list names. */
  readonly names: ReadonlySet<string>;
}

/** What most visitors never need: their page does not have to name those files. */
const rare = [
  /^(call|ui)\/(together|recording)\/|^media\/recording\//,
  /^(media\/blurcore|ui\/(guides\/steps|screens\/checkdialog|invite\/phoneinvite))$/,
  /^(ui\/mailbox\/mailbox|page\/personal)$/,
];

function splitRest(later: Record<string, string[]>): Rest {
  const isRest = ([name]: [string, string[]]) => rare.some((one) => one.test(name));
  const all = Object.entries(later);
  const page = Object.fromEntries(all.filter((entry) => !isRest(entry)));
  const chunks = Object.fromEntries(all.filter(isRest));
  const early = new Set(Object.values(page).flat());
  return {
    page,
    chunks,
    names: new Set(
      Object.values(chunks)
        .flat()
        .filter((url) => !early.has(url)),
    ),
  };
}

function restList({ chunks, names }: Rest, files: Files): string {
  const integrity = Object.fromEntries([...names].sort().map((url) => [url, hashOf(url, files)]));
  return JSON.stringify({ chunks, integrity }, null, 1);
}

const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 8);

function hashOf(url: string, files: Files): string {
  const content = files.get(url.slice(1));
  if (content === undefined) throw new Error(`the page asks for ${url}, which is not of the build`);
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

function needed(bundle: Rolldown.OutputBundle, name: string, first: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== "chunk" || file.isEntry || first.includes(name) || found.has(name)) return;
    for (const other of file.imports) add(other);
    found.add(name);
  };
  add(name);
  const styles = [...found].flatMap((name) => stylesOf(bundle[name]));
  return [...styles, ...found].map((name) => `/${name}`);
}

/** Nobody reads which style sheets a module needs: half a kB on the way to a knock. */
const withoutStyleLists = (code: string): string =>
  code.replace(/^const __vite__mapDeps=.*;\n/, "").replace(/, *__vite__mapDeps\(\[[\d,]*\]\)/g, "");

/** Vite notes the style sheets of a chunk there. */
function stylesOf(file: Rolldown.OutputBundle[string] | undefined): string[] {
  const { viteMetadata } = (file ?? {}) as { viteMetadata?: { importedCss: Set<string> } };
  return [...(viteMetadata?.importedCss ?? [])];
}

/** "ui/inside" for our own modules, the name of the package for others. */
function sourceName(id: string): string {
  const [, own] = /\/src\/(.*)\.tsx?$/.exec(id) ?? [];
  const [, foreign] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
  return own ?? foreign ?? id;
}

function withHashes(
  page: string,
  files: Files,
  imported: string[],
  { page: later, names: rest }: Rest,
): string {
  const hash = (url: string): string => hashOf(url, files);
  // Of a style sheet the hash stands there for page/chunk.ts alone.
  const modules = [...files.keys()]
    .filter((name) => /\.(js|css)$|^assets\/later-.*\.json$/.test(name))
    .filter((name) => !/\/(blur|pdf)worker-/.test(name)) // segmenter.ts, pdfworker.ts
    .map((name) => `/${name}`)
    .filter((url) => !rest.has(url));
  const map = { integrity: Object.fromEntries(modules.sort().map((url) => [url, hash(url)])) };
  const head = [
    `<meta name="einmal-build" content="${buildHash(files)}">`,
    // Before the first module, or browsers ignore it.
    `<script type="importmap">${JSON.stringify(map, null, 1)}</script>`,
    `<script type="application/json" id="chunks">${JSON.stringify(later, null, 1)}</script>`,
  ];
  const scripts = imported.map(
    (name) => `<script type="module" crossorigin src="/${name}"></script>`,
  );
  return page
    .replace('<script type="module"', (tag) => [...head, ...scripts, tag].join("\n    "))
    .replaceAll(
      /<(?:script|link)\b[^>]*?\b(?:src|href)="(\/assets\/[^"]+)"/g,
      (tag, url) => `${tag} integrity="${hash(url)}"`,
    );
}

/**
 * SHA-256 over what `sha256sum` prints for all files, sorted by name: docs/verify.md says how to
 * repeat it by hand.
 */
function buildHash(files: Files): string {
  const sha256 = (content: Uint8Array | string) =>
    createHash("sha256").update(content).digest("hex");
  const lines = [...files].map(([name, content]) => ({
    name,
    line: `${sha256(content)}  ${name}\n`,
  }));
  lines.sort((a, b) => (a.name < b.name ? -1 : 1));
  return sha256(lines.map(({ line }) => line).join(""));
}

/**
 * Vite's own loading of style sheets knows no hashes: page/chunk.ts has loaded them before it
 * imports what they are for. What is left of it are the lists (withoutStyleLists).
 */
export function ownLoading(): Plugin {
  return {
    name: "einmal-own-loading",
    apply: "build",
    enforce: "pre",
    load: (id) =>
      id === "\0vite/preload-helper.js"
        ? "export const __vitePreload = (load) => load();"
        : undefined,
  };
}
