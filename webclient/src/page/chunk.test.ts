// @vitest-environment happy-dom
// That browsers refuse a changed file is browsers.e2e's, and that one that was lost is asked for again
// waysin.e2e's.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const integrity = { "/assets/keys-1.js": "sha256-one", "/assets/noble-2.js": "sha256-two" };
const chunks = { "crypto/curves/noble": Object.keys(integrity) };
let asked: [url: string, integrity: string | undefined][];
let answer: () => Response;
let caches: (RequestCache | undefined)[];
let added: Element[];
/** How what is put into the page ends. */
let end: "load" | "error";
let preloads: boolean;

beforeEach(() => {
  vi.resetModules();
  [asked, caches, added, end, preloads] = [[], [], [], "load", true];
  answer = () => new Response("export {}");
  document.head.innerHTML =
    `<script type="importmap">${JSON.stringify({ integrity })}</script>` +
    `<script type="application/json" id="chunks">${JSON.stringify(chunks)}</script>`;
  Object.defineProperty(HTMLLinkElement.prototype, "relList", {
    configurable: true,
    get: () => ({ supports: () => preloads }),
  });
  vi.spyOn(document.head, "append").mockImplementation((element) => {
    added.push(element as Element);
    (element as Element).dispatchEvent(new Event(end));
  });
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    asked.push([url, init?.integrity]);
    caches.push(init?.cache);
    return answer();
  });
});
afterEach(() => {
  document.head.innerHTML = "";
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const load = async () =>
  (await import("./chunk.ts")).loadModule("crypto/curves/noble", async () => 7);

test("each file of a module is fetched under its hash, then preloaded under it, then imported", async () => {
  expect(await load()).toBe(7);
  expect(asked).toEqual(Object.entries(integrity));
  const seen = added.map((element) => {
    const { rel, integrity, crossOrigin } = element as HTMLLinkElement;
    return [rel, element.getAttribute("href"), integrity, crossOrigin];
  });
  expect(seen).toEqual([
    ["modulepreload", "/assets/keys-1.js", "sha256-one", "anonymous"],
    ["modulepreload", "/assets/noble-2.js", "sha256-two", "anonymous"],
  ]);
});

test("it is a script where there are no such preloads", async () => {
  preloads = false;
  await load();
  const { type, integrity } = added[1] as HTMLScriptElement;
  expect([type, added[1]?.getAttribute("src"), integrity]).toEqual([
    "module",
    "/assets/noble-2.js",
    "sha256-two",
  ]);
});

test("a style sheet is in the page before the module that it is for", async () => {
  const map = { ...integrity, "/assets/desk-3.css": "sha256-three" };
  document.head.innerHTML =
    `<script type="importmap">${JSON.stringify({ integrity: map })}</script>` +
    `<script type="application/json" id="chunks">{"ui/desk":["/assets/desk-3.css"]}</script>`;
  const { loadModule } = await import("./chunk.ts");
  const seen = await loadModule("ui/desk", async () => added[0] as HTMLLinkElement);
  expect([seen.rel, seen.getAttribute("href"), seen.integrity]).toEqual([
    "stylesheet",
    "/assets/desk-3.css",
    "sha256-three",
  ]);
  expect(asked).toEqual([["/assets/desk-3.css", "sha256-three"]]);
});

test("nothing is preloaded before all files are fetched", async () => {
  const good = answer;
  answer = () => (asked.length > 1 ? Response.error() : good());
  await expect(load()).rejects.toThrow("not there");
  expect(added).toEqual([]);
});

test("files that most never need stand in a list that the page names", async () => {
  const map = { "/assets/later-4.json": "sha256-list", "/assets/keys-1.js": "sha256-one" };
  const list = {
    chunks: { "ui/together/notes": ["/assets/keys-1.js", "/assets/notes-5.js"] },
    integrity: { "/assets/notes-5.js": "sha256-notes" },
  };
  document.head.innerHTML =
    `<script type="importmap">${JSON.stringify({ integrity: map })}</script>` +
    '<script type="application/json" id="chunks">{"later":["/assets/later-4.json"]}</script>';
  const lost = () => Response.error();
  answer = lost;
  const { loadModule } = await import("./chunk.ts");
  const loadNotes = () => loadModule("ui/together/notes", async () => 7);
  await expect(loadNotes()).rejects.toThrow("not there");
  answer = () => new Response(JSON.stringify(list));
  expect(await loadNotes()).toBe(7);
  expect(await loadNotes()).toBe(7);
  expect(asked).toEqual([
    ["/assets/later-4.json", "sha256-list"],
    ["/assets/later-4.json", "sha256-list"],
    ["/assets/keys-1.js", "sha256-one"],
    ["/assets/notes-5.js", "sha256-notes"],
  ]);
});

test("what has arrived is not fetched again", async () => {
  const { loadModule } = await import("./chunk.ts");
  for (let i = 0; i < 2; i++) await loadModule("crypto/curves/noble", async () => i);
  expect(asked).toHaveLength(2);
});

test("a file that is refused is told", async () => {
  end = "error";
  await expect(load()).rejects.toThrow("keys-1.js");
});

test.each<[string, () => Response]>([
  ["a line that is down", () => Response.error()],
  ["a server that was replaced", () => new Response("", { status: 404 })],
])("%s: no module comes of it, and it can be asked for again", async (_, given) => {
  const good = answer;
  answer = given;
  const { loadModule } = await import("./chunk.ts");
  const loadAgain = () => loadModule("crypto/curves/noble", async () => 7);
  await expect(loadAgain()).rejects.toThrow("not there");
  expect(added).toEqual([]);
  answer = good;
  expect(await loadAgain()).toBe(7);
  // What was damaged is not taken from the browser's cache.
  expect(caches).toEqual(["default", "default", "reload", "reload"]);
});

test("what there is no way around is asked for until it arrives", async () => {
  vi.useFakeTimers();
  const good = answer;
  answer = () => Response.error();
  const { loadSurely } = await import("./chunk.ts");
  const loading = loadSurely("crypto/curves/noble", async () => 7);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBeGreaterThan(10);
  answer = good;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await loading).toBe(7);
});

test("a client that is not built needs none of it", async () => {
  document.head.innerHTML = "";
  expect(await load()).toBe(7);
  expect(asked).toEqual([]);
});
