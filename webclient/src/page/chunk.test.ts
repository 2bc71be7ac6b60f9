// @vitest-environment happy-dom
// That browsers refuse a changed file is browsers.e2e's.
import { afterEach, expect, test, vi } from "vitest";
import { fetchChunk } from "./chunk.ts";

const integrity = { "/assets/noble-1.js": "sha384-one", "/assets/steps-2.js": "sha384-two" };

afterEach(() => {
  document.head.innerHTML = "";
  vi.restoreAllMocks();
});

/** What was put into the page, once it has ended like this. */
async function elementFor(name: string, end: "load" | "error", preloads: boolean) {
  document.head.innerHTML = `<script type="importmap">${JSON.stringify({ integrity })}</script>`;
  Object.defineProperty(HTMLLinkElement.prototype, "relList", {
    configurable: true,
    get: () => ({ supports: () => preloads }),
  });
  let added: Element | undefined;
  vi.spyOn(document.head, "append").mockImplementation((element) => {
    added = element as Element;
    added.dispatchEvent(new Event(end));
  });
  await fetchChunk(name);
  return added;
}

test("a file is preloaded under its hash, or is a script where there are no such preloads", async () => {
  const link = (await elementFor("noble", "load", true)) as HTMLLinkElement;
  expect([link.rel, link.getAttribute("href"), link.integrity, link.crossOrigin]).toEqual([
    "modulepreload",
    "/assets/noble-1.js",
    "sha384-one",
    "anonymous",
  ]);
  const script = (await elementFor("steps", "load", false)) as HTMLScriptElement;
  expect([script.type, script.getAttribute("src"), script.integrity]).toEqual([
    "module",
    "/assets/steps-2.js",
    "sha384-two",
  ]);
});

test("a file that is refused is told", async () => {
  await expect(elementFor("noble", "error", true)).rejects.toThrow("noble");
});

test("a client that is not built needs none of it", async () => {
  await expect(fetchChunk("noble")).resolves.toBeUndefined();
});
