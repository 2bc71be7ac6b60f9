// Finds in a served script what the oldest browsers lack: syntax, globals, members of built-in
// objects, and attributes of HTML elements. A member is known by its name alone, unless the object
// in front of it is a built-in one itself: it is found if no built-in object has it in time.
import type { Identifier } from "@mdn/browser-compat-data";
import { parseAst } from "vite";
import { newSyntax, type Node } from "./syntax.ts";
import { bcd, lacking } from "./support.ts";

/** Where these objects are not named as their interfaces are. */
const instances: Record<string, string> = {
  crypto: "Crypto",
  document: "Document",
  history: "History",
  localStorage: "Storage",
  location: "Location",
  navigator: "Navigator",
  performance: "Performance",
  screen: "Screen",
  sessionStorage: "Storage",
  subtle: "SubtleCrypto",
  mediaDevices: "MediaDevices",
  clipboard: "Clipboard",
  permissions: "Permissions",
  window: "Window",
};

/** What is found, each as a short name such as "Object.groupBy" or ".toSorted". */
export function findNewInScripts(codes: readonly string[]): string[] {
  const programs = codes.map((code): Node => parseAst(code));
  const own = new Set(programs.flatMap(ownMembers));
  const found = new Set(programs.flatMap((program) => findNew(program, own)));
  return [...found].sort();
}

/** What objects of these scripts have themselves. */
function ownMembers(program: Node): string[] {
  const names: string[] = [];
  walk(program, (node) => {
    if (/^(Property|PropertyDefinition|MethodDefinition)$/.test(node.type) && !node.computed)
      names.push(nameOf(node.key));
    const { object, property } = node.type === "MemberExpression" ? node : {};
    if (nameOf(object) === "prototype") names.push(nameOf(property));
  });
  return names;
}

function findNew(program: Node, own: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const declared = new Set<string>();
  walk(program, (node, key, parent) => {
    found.push(...newSyntax(node));
    if (node.type === "Identifier" && isDeclaration(key, parent)) declared.add(node.name ?? "");
  });
  walk(program, (node, key, parent) => {
    const [name, features] = featuresOf(node, key, parent);
    if (node.type === "Identifier" && declared.has(name)) return;
    const member = name.slice(1);
    const isOwn = name.startsWith(".") && own.has(member);
    if (!isOwn && features.length > 0 && features.every((one) => lacking(one).length > 0))
      found.push(name);
    if (node.type === "CallExpression") found.push(...newAttributes(node));
  });
  return found;
}

/** What the data may say of a node: one of these is what it means. */
function featuresOf(node: Node, key: string, parent: Node | undefined): [string, Identifier[]] {
  if (node.type === "MemberExpression" && !node.computed) {
    const [object, member] = [nameOf(node.object), nameOf(node.property)];
    const exact = memberOf(object, member);
    return exact ? [`${object}.${member}`, [exact]] : [`.${member}`, byName.get(member) ?? []];
  }
  const name = node.name ?? "";
  return [name, node.type === "Identifier" && isReference(key, parent) ? globals(name) : []];
}

/** All members of all built-in objects, also of those inside others such as Intl, by their names. */
const byName = new Map<string, Identifier[]>();
const builtins = bcd.javascript.builtins ?? {};
for (const tree of [bcd.api, builtins, ...Object.values(builtins)])
  for (const [, object] of features(tree))
    for (const [name, member] of features(object)) {
      if (name.endsWith("_event")) continue;
      const plain = name.replace(/_static$/, "");
      byName.set(plain, [...(byName.get(plain) ?? []), member]);
    }

function features(object: object): [string, Identifier][] {
  return Object.entries(object).filter(
    ([name, member]) => name !== "__compat" && member?.__compat !== undefined,
  );
}

function globals(name: string): Identifier[] {
  return [bcd.api[name], builtins[name], bcd.api.Window?.[name]].filter(
    (feature): feature is Identifier => feature?.__compat !== undefined,
  );
}

function memberOf(object: string, member: string): Identifier | undefined {
  const builtin = builtins[object]?.[member];
  if (builtin?.__compat !== undefined) return builtin;
  const type = bcd.api[instances[object] ?? object];
  return instances[object] ? type?.[member] : type?.[`${member}_static`];
}

/** Attributes of an element in a call such as `jsx("div", { inert: true })`. */
function newAttributes({ arguments: list = [] }: Node): string[] {
  const [tag, props] = list;
  if (typeof tag?.value !== "string" || props?.type !== "ObjectExpression") return [];
  const element = bcd.html.elements?.[tag.value];
  if (element === undefined) return [];
  const names = (props.properties ?? []).filter(({ key }) => key).map(({ key }) => nameOf(key));
  return names
    .filter((name) => {
      const attribute = element[name] ?? bcd.html.global_attributes?.[name];
      return lacking(attribute).length > 0 || lacking(element).length > 0;
    })
    .map((name) => `<${tag.value} ${name}>`);
}

/** The last name of an expression: of `navigator.mediaDevices` it is the second. */
function nameOf(node: Node | undefined): string {
  if (node?.type === "MemberExpression") return node.computed ? "" : nameOf(node.property);
  return String(node?.name ?? node?.value ?? "");
}

function isDeclaration(key: string, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if (/^(Function|Class)/.test(parent.type)) return key === "id";
  return (
    key === "params" ||
    (parent.type === "VariableDeclarator" && key === "id") ||
    (parent.type === "ImportSpecifier" && key === "local") ||
    (parent.type === "Property" && key === "value") ||
    (parent.type === "ArrayPattern" && key === "elements") ||
    (parent.type === "AssignmentPattern" && key === "left") ||
    (parent.type === "CatchClause" && key === "param")
  );
}

function isReference(key: string, parent: Node | undefined): boolean {
  const isName = (key === "property" || key === "key") && !parent?.computed;
  return !isName && key !== "label" && !/^(Import|Export)/.test(parent?.type ?? "");
}

function walk(
  node: Node,
  enter: (node: Node, key: string, parent: Node | undefined) => void,
  key = "",
  parent?: Node,
): void {
  enter(node, key, parent);
  for (const [name, child] of Object.entries(node))
    for (const one of Array.isArray(child) ? child : [child])
      if (typeof one?.type === "string") walk(one, enter, name, node);
}
