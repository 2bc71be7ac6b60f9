// Notes as a page of their own: what of Markdown people write in notes (headings, lists, tasks), and
// everything else as it stands. Nothing in it is a link or loads anything.

export interface Block {
  /** "item" is a line of a list, "gap" an empty line. */
  readonly kind: "heading" | "item" | "line" | "gap";
  /** Of a heading, 1 to 6. */
  readonly level: number;
  readonly text: string;
}

export function toBlocks(text: string): Block[] {
  return text.split("\n").map(blockOf);
}

function blockOf(line: string): Block {
  const [, marks = "", heading = ""] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
  if (marks !== "") return { kind: "heading", level: marks.length, text: heading };
  const [, item] = /^\s*[-*] (.*)$/.exec(line) ?? [];
  if (item === undefined)
    return { kind: line.trim() === "" ? "gap" : "line", level: 0, text: line };
  const [, mark = "", task = ""] = /^\[([ xX])\] (.*)$/.exec(item) ?? [];
  const box = mark === " " ? "☐" : "☑";
  return { kind: "item", level: 0, text: mark === "" ? item : `${box} ${task}` };
}

const signs: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? "");

/** The body: lines of one kind stand together. */
export function toHtml(text: string): string {
  const out: string[] = [];
  let before: Block["kind"] = "gap";
  for (const { kind, level, text: words } of [...toBlocks(text), blockOf("")]) {
    if (before === "item" && kind !== "item") out.push("</ul>");
    if (before === "line" && kind !== "line") out.push("</p>");
    if (kind === "item") out.push(`${before === "item" ? "" : "<ul>"}<li>${escaped(words)}</li>`);
    if (kind === "line") out.push(`${before === "line" ? "<br>" : "<p>"}${escaped(words)}`);
    if (kind === "heading") out.push(`<h${level}>${escaped(words)}</h${level}>`);
    before = kind;
  }
  return out.join("\n");
}

/** A whole page, to be saved. `language` is that of the screens. */
export function toPage(text: string, title: string, language: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style>
</head>
<body>
${toHtml(text)}
</body>
</html>
`;
}
