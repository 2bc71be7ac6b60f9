// Prints how many functions of the web client have a name of five letters or fewer, and how many
// lines are longer than 100 columns, by folder.
//
//   node scripts/measure/web.mjs
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const client = join(dirname(fileURLToPath(import.meta.url)), "../../webclient");
const fromClient = createRequire(join(client, "package.json"));
const { parseAst } = await import(fromClient.resolve("rolldown/parseAst"));
const source = join(client, "src");
const rows = new Map();

for (const entry of readdirSync(source, { recursive: true })) {
  if (!/\.tsx?$/.test(entry) || /\.test\.tsx?$/.test(entry)) continue;
  const text = readFileSync(join(source, entry), "utf8");
  const row = rows.get(dirname(entry)) ?? { files: 0, functions: 0, short: [], lines: 0, long: 0 };
  rows.set(dirname(entry), row);
  row.files++;
  const lines = text.split("\n");
  row.lines += lines.length - 1;
  row.long += lines.filter((line) => line.length > 100).length;
  visit(parseAst(text, { lang: entry.endsWith("x") ? "tsx" : "ts" }), (name) => {
    row.functions++;
    if (name.length <= 5) row.short.push(`${entry}: ${name}`);
  });
}

const total = { files: 0, functions: 0, short: [], lines: 0, long: 0 };
console.log("| folder | files | functions | short names | lines | long |\n|---|---|---|---|---|---|");
for (const [folder, row] of [...rows].sort()) {
  print(folder, row);
  for (const key of Object.keys(total)) {
    if (key === "short") total.short.push(...row.short);
    else total[key] += row[key];
  }
}
print("all", total);
if (process.argv.includes("-names")) console.log(total.short.join("\n"));

function print(name, { files, functions, short, lines, long }) {
  const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  console.log(
    `| ${name} | ${files} | ${functions} | ${short.length} (${percent(short.length, functions)}) ` +
      `| ${lines} | ${long} (${percent(long, lines)}) |`,
  );
}

/** Calls named with the name of each function: declared, a method, an accessor, or held by a name. */
function visit(node, named) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, named);
    return;
  }
  if (!node || typeof node.type !== "string") return;
  const isFunction = (n) => /^(ArrowFunction|Function)Expression$/.test(n?.type ?? "");
  if (node.type === "FunctionDeclaration") named(node.id.name);
  if (/^(MethodDefinition|PropertyDefinition)$/.test(node.type) && isFunction(node.value)) {
    if (node.kind !== "constructor" && node.key.name) named(node.key.name);
  }
  if (node.type === "VariableDeclarator" && isFunction(node.init) && node.id.name) {
    named(node.id.name);
  }
  for (const key of Object.keys(node)) if (typeof node[key] === "object") visit(node[key], named);
}
