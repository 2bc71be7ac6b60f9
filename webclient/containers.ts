// Browsers of 2022 know no containers. The one that is named `call` is as wide as the page, so for
// them each of its rules is written once more, as a question about the page.
import type { Plugin } from "vite";

export function containers(): Plugin {
  return {
    name: "einmal-containers",
    enforce: "pre",
    transform: (code, id) => (id.endsWith(".css") ? { code: askThePage(code), map: null } : null),
  };
}

/** Exported for its test. */
export function askThePage(css: string): string {
  let asked = "";
  let done = 0;
  for (const found of css.matchAll(/^@container call (\([^{]*\)) \{/gm)) {
    const end = endOfRule(css, found.index + found[0].length);
    const body = css.slice(found.index + found[0].length, end);
    asked += `${css.slice(done, end)}\n@supports not (container-type: inline-size) {\n@media ${found[1]} {${body}\n}`;
    done = end;
  }
  return asked + css.slice(done);
}

/** The place after the brace that closes the rule whose body begins at `start`. */
function endOfRule(css: string, start: number): number {
  let depth = 1;
  for (let at = start; at < css.length; at++) {
    if (css[at] === "{") depth++;
    if (css[at] === "}" && --depth === 0) return at + 1;
  }
  throw new Error("a rule is not closed");
}
