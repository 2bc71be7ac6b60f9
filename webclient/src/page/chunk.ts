// Files of the client that are not loaded with the page: what comes after the first screen, and
// what most visitors never need.
//
// The page names the hash of each file in its import map, but browsers before Chrome 127,
// Firefox 138 and Safari 18 do not read hashes there. So such a file is loaded by an element that
// carries its hash: what is refused then is not there for `import` afterwards.
//
// A browser may remember for the whole visit that a module did not arrive. So each file is fetched
// before it is a module at all, and can be asked for again when the line is back.

/** Loads a module that the page does not start with, by its path in the sources, such as "ui/inside". */
export async function loadModule<Module>(
  name: string,
  load: () => Promise<Module>,
): Promise<Module> {
  await fetchModule(name);
  return await load();
}

/** The pauses before a file is asked for again, in ms; the last one again and again. */
const pausesMs = [500, 1_000, 2_000, 4_000];

/** The same for what there is no way around: tries until it arrives. */
export function loadSurely<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  return surely(() => loadModule(name, load));
}

/** Loads again and again until it succeeds. */
export async function surely<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (let tries = 0; ; tries++) {
    try {
      return await load();
    } catch {
      const pause = pausesMs[Math.min(tries, pausesMs.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Resolves once the files of a module are there as they were built; `import` finds them then. */
export async function fetchModule(name: string): Promise<void> {
  // None if the client is not built: `make dev`, and unit tests.
  const urls: string[] = named()[name] ?? (await readRest()).chunks[name] ?? [];
  // All of them first: a browser that preloads a module asks for what that imports, too.
  await Promise.all(urls.map((url) => once(fetched, url, fetchFile)));
  await Promise.all(urls.map((url) => once(preloaded, url, preload)));
}

/** What most visitors never need stands in a list of its own, of which the page names the hash. */
let rest: {
  readonly chunks: Record<string, string[]>;
  readonly integrity: Record<string, string>;
} = { chunks: {}, integrity: {} };

async function readRest(): Promise<typeof rest> {
  for (const url of named().later ?? [])
    await once(fetched, url, async (url, integrity) => {
      rest = JSON.parse(new TextDecoder().decode(await fetchFile(url, integrity)));
    });
  return rest;
}

const named = (): Record<string, string[]> => readJson("script#chunks") ?? {};

const fetched = new Map<string, Promise<unknown>>();
const preloaded = new Map<string, Promise<unknown>>();
const failed = new Set<string>();

/** Does it again only if it has failed. */
function once(
  done: Map<string, Promise<unknown>>,
  url: string,
  work: (url: string, integrity: string) => Promise<unknown>,
): Promise<unknown> {
  const integrity = readJson("script[type=importmap]")?.integrity?.[url] ?? rest.integrity[url];
  if (integrity === undefined) return Promise.reject(new Error(`${url} has no hash`));
  const doing =
    done.get(url) ??
    work(url, integrity).catch((error) => {
      failed.add(url);
      done.delete(url);
      throw error;
    });
  done.set(url, doing);
  return doing;
}

/** Whole: the browser keeps it. */
async function fetchFile(url: string, integrity: string): Promise<ArrayBuffer> {
  // What came damaged may be in the browser's cache, for a year.
  const answer = await fetch(url, { integrity, cache: failed.has(url) ? "reload" : "default" });
  if (!answer.ok) throw new Error(`${url} is not there`);
  return await answer.arrayBuffer();
}

async function preload(url: string, integrity: string): Promise<void> {
  const element = Object.assign(makeElement(url), { integrity, crossOrigin: "anonymous" });
  await new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => {
      element.remove(); // a style sheet that is refused may be right the next time
      reject(new Error(`${url} did not arrive as built`));
    });
    document.head.append(element);
  });
}

function readJson(selector: string) {
  const text = document.querySelector(selector)?.textContent;
  return text ? JSON.parse(text) : undefined;
}

/** A style sheet counts at once. Safari before 17 knows no preload of modules; there one is a script, and no trusted types forbid it. */
function makeElement(url: string): HTMLLinkElement | HTMLScriptElement {
  const link = document.createElement("link");
  if (url.endsWith(".css")) return Object.assign(link, { rel: "stylesheet", href: url });
  if (link.relList.supports("modulepreload"))
    return Object.assign(link, { rel: "modulepreload", href: url });
  return Object.assign(document.createElement("script"), { type: "module", src: url });
}
