// Finds in served styles what the oldest browsers lack: properties, values, units, functions,
// selectors, at-rules and media features. A value may be new if a declaration before it in the same
// rule gives the property an older one.
import type { Identifier } from "@mdn/browser-compat-data";
import { bcd, lacking } from "./support.ts";

interface Rule {
  /** Selectors or an at-rule, as written. */
  readonly prelude: string;
  readonly declarations: [property: string, value: string][];
  readonly parent: Rule | undefined;
}

/** What is found, each as it is written in a style sheet. */
export function findNewInStyles(css: string): string[] {
  const found = new Set<string>();
  for (const rule of parseRules(css)) {
    if (isAsked(rule)) continue;
    for (const name of newInPrelude(rule)) found.add(name);
    const safe = new Set<string>();
    for (const [property, value] of rule.declarations) {
      if (property.startsWith("--")) for (const name of newInValue("", value)) found.add(name);
      if (property.startsWith("-")) continue;
      if (isNew(bcd.css.properties?.[property])) {
        found.add(property);
        continue; // and so its values
      }
      const news = newInValue(property, value);
      if (news.length === 0) safe.add(property);
      else if (!safe.has(property)) for (const name of news) found.add(name);
    }
  }
  return [...found].sort();
}

/** Whether the browser is asked first. What stands under "not" is for those that lack something. */
function isAsked({ prelude, parent }: Rule): boolean {
  return /^@supports (?!not)/.test(prelude) || (parent !== undefined && isAsked(parent));
}

function isNew(feature: Identifier | undefined): boolean {
  return lacking(feature).length > 0;
}

function parseRules(css: string): Rule[] {
  const rules: Rule[] = [];
  const text = css.replace(/\/\*[\s\S]*?\*\//g, "");
  let current: Rule | undefined;
  for (const [, chunk = "", end] of text.matchAll(/([^{};]*)([{};])/g)) {
    const words = chunk.trim().replace(/\s+/g, " ");
    if (end === "{") {
      current = { prelude: words, declarations: [], parent: current };
      rules.push(current);
      continue;
    }
    const [, property, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(words) ?? [];
    if (property !== undefined && value !== undefined) current?.declarations.push([property, value]);
    if (end === "}") current = current?.parent;
  }
  return rules;
}

function newInPrelude({ prelude, parent }: Rule): string[] {
  if (!prelude.startsWith("@")) {
    const nested = parent !== undefined && !parent.prelude.startsWith("@");
    return [...(nested ? ["nested rule"] : []), ...newSelectors(prelude)];
  }
  const [, name = "", rest = ""] = /^@([\w-]+)\s*(.*)$/.exec(prelude) ?? [];
  const rule = bcd.css["at-rules"]?.[name];
  if (isNew(rule)) return [`@${name}`];
  const features = [...rest.matchAll(/\(\s*([\w-]+)/g)].map(([, feature = ""]) => feature);
  const plain = (feature: string) => feature.replace(/^(min|max)-/, "");
  return [
    ...features.filter((feature) => isNew(rule?.[plain(feature)])).map((f) => `@${name} (${f})`),
    ...(/[<>]=?/.test(rest) ? [`@${name} with a range`] : []), // Safari 16.4, Chrome 104
  ];
}

function newSelectors(prelude: string): string[] {
  return [...prelude.matchAll(/::?([\w-]+)/g)]
    .filter(([, name = ""]) => isNew(bcd.css.selectors?.[name]))
    .map(([written]) => written);
}

const units: [name: string, pattern: RegExp][] = [
  ["dvh and its kin", /[\d.](?:[sld]v(?:h|w|b|i|min|max))\b/], // Chrome 108, Firefox 101
  ["cqw and its kin", /[\d.]cq(?:h|w|b|i|min|max)\b/], // Safari 16, Chrome 105
  ["lh and its kin", /[\d.]r?lh\b/], // Safari 16.4, Chrome 109
];

function newInValue(property: string, value: string): string[] {
  const found = units.filter(([, pattern]) => pattern.test(value)).map(([name]) => name);
  for (const [, name = ""] of value.matchAll(/(?<![\w-])([a-z][\w-]*)\(/g))
    if (functionsOf(name).every(isNew) && functionsOf(name).length > 0) found.push(`${name}()`);
  const keywords = bcd.css.properties?.[property] ?? {};
  for (const word of value.split(/[\s,/()]+/))
    if (isNew((keywords as Record<string, Identifier>)[word.replaceAll("-", "_")] ?? (keywords as Record<string, Identifier>)[word]))
      found.push(`${property}: ${word}`);
  return found;
}

function functionsOf(name: string): Identifier[] {
  const types = bcd.css.types ?? {};
  const places = [types, types.color, types.image, types.gradient, types["basic-shape"]];
  return places
    .map((place) => (place as Record<string, Identifier> | undefined)?.[name])
    .filter((feature): feature is Identifier => feature?.__compat !== undefined);
}
