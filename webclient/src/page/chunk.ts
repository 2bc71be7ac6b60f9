// Files of the client that most visitors do not need and that are not loaded with the page.
//
// The page names the hash of each file in its import map, but browsers before Chrome 127,
// Firefox 138 and Safari 18 do not read hashes there. So such a file is first fetched by an element
// that carries its hash: what is refused then is not there for `import` afterwards.

/** Resolves once the file is there as it was built. `name` is that of its module. */
export async function fetchChunk(name: string): Promise<void> {
  const found = Object.entries(hashes()).find(([url]) => url.startsWith(`/assets/${name}-`));
  if (found === undefined) return; // the client is not built: `make dev`, and unit tests
  const [url, hash] = found;
  const element = makeElement(url);
  element.integrity = hash;
  element.crossOrigin = "anonymous";
  await new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${name} did not arrive as built`)));
    document.head.append(element);
  });
}

function hashes(): Record<string, string> {
  const map = document.querySelector('script[type="importmap"]')?.textContent;
  return map ? (JSON.parse(map).integrity ?? {}) : {};
}

/** Safari before 17 knows no such preload; there it is a script, and no trusted types forbid it. */
function makeElement(url: string): HTMLLinkElement | HTMLScriptElement {
  const link = document.createElement("link");
  if (link.relList.supports("modulepreload"))
    return Object.assign(link, { rel: "modulepreload", href: url });
  return Object.assign(document.createElement("script"), { type: "module", src: url });
}
