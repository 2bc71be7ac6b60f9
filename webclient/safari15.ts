// Safari 15 has class fields, and may look for the variables in their initialisers in the wrong
// place (https://webkit.org/b/236843). The bundler's way round it turns every private name into
// calls of helpers, and then nobody can read the served client. A function around such an
// initialiser is enough: in it the variables are found.
import { type Plugin, parseAst } from "vite";

export function safari15(): Plugin {
  return {
    name: "einmal-safari15",
    apply: "build",
    renderChunk: (code) => ({ code: wrapInitialisers(code), map: null }),
  };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly computed?: boolean;
}

/** Exported for its test. */
export function wrapInitialisers(code: string): string {
  const places: { at: number; added: string }[] = [];
  visit(parseAst(code), (node) => {
    const { type, value } = node as Node & { value?: Node | null };
    if (type === "PropertyDefinition" && value && namesVariable(value)) {
      // An object after the arrow would be a block.
      const [before, after] = value.type === "ObjectExpression" ? ["(", ")"] : ["", ""];
      places.push({ at: value.start, added: `(() => ${before}` });
      places.push({ at: value.end, added: `${after})()` });
    }
    return true;
  });
  places.sort((a, b) => b.at - a.at);
  return places.reduce((text, { at, added }) => text.slice(0, at) + added + text.slice(at), code);
}

/** Whether a variable stands in it outside of functions, which are not affected. */
function namesVariable(initialiser: Node): boolean {
  let found = false;
  visit(initialiser, (node, key, parent) => {
    const isName = (key === "property" || key === "key") && !parent?.computed;
    found ||= node.type === "Identifier" && !isName;
    return !/Function|^Class/.test(node.type);
  });
  return found;
}

/** Calls `enter` for each node; false leaves out what is below it. */
function visit(
  node: Node,
  enter: (node: Node, key: string, parent: Node | undefined) => boolean,
  key = "",
  parent?: Node,
): void {
  if (!enter(node, key, parent)) return;
  for (const [name, child] of Object.entries(node))
    for (const one of Array.isArray(child) ? child : [child])
      if (typeof one?.type === "string") visit(one, enter, name, node);
}
