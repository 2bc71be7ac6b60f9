// Syntax that came after ES2022, and what of ES2022 the oldest browsers lack or have with a fault.

/** As far as the checks look at it. */
export interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly key?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly computed?: boolean;
  readonly kind?: string;
  readonly options?: Node | null;
  readonly attributes?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly properties?: readonly Node[];
  readonly decorators?: readonly Node[];
  readonly regex?: { readonly pattern: string; readonly flags: string };
}

const patterns: [name: string, pattern: RegExp][] = [
  ["lookbehind", /\(\?<[=!]/], // Safari 16.4
  ["modifiers", /\(\?[ims-]+:/], // Chrome 125
];

export function newSyntax(node: Node): string[] {
  const found: string[] = [];
  if (node.type === "StaticBlock") found.push("static block"); // Safari 16.4
  if (node.type === "AccessorProperty" || node.decorators?.length) found.push("decorators");
  if (node.type === "VariableDeclaration" && /using/.test(node.kind ?? "")) found.push("using");
  if (node.attributes?.length || (node.type === "ImportExpression" && node.options))
    found.push("import attributes"); // Chrome 123
  if (node.type === "PropertyDefinition" && isCall(node.value)) found.push("bare initialiser");
  if (node.regex !== undefined) {
    const { pattern, flags } = node.regex;
    if (flags.includes("v")) found.push("flag v"); // Safari 17
    for (const [name, newer] of patterns) if (newer.test(pattern)) found.push(name);
  }
  return found;
}

/** A call as the whole of a field's initialiser: see safari15.ts. */
function isCall(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  const { type, callee } = value as { type: string; callee?: { type: string } };
  if (type === "ParenthesizedExpression" || type === "NewExpression") return true;
  return type === "CallExpression" && !/Function|Parenthesized/.test(callee?.type ?? "");
}
