// For tests: what other programs do to links (testdata/links.json, which internal/links reads too).
import { readFileSync } from "node:fs";
import path from "node:path";

interface Damage {
  name: string;
  text: string;
  /** Why it is refused; else it is repaired. */
  code?: string;
  /** If it is not that of the others. */
  origin?: string;
}

interface Damages {
  origin: string;
  links: Record<"guest" | "host" | "creator", string>;
  damages: Damage[];
}

export const damages: Damages = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../testdata/links.json"), "utf8"),
);

const other = "https://call.example/#1AFvFdwBq0GnKK30UcuIpYAjTM49F4RVWLa2tgcLK8PMZ";

/** Writes what a damage makes of a link. */
export function damaged(text: string, fragment: string, origin = damages.origin): string {
  const link = `${origin}/${fragment}`;
  const escaped = encodeURIComponent(link);
  const words: Record<string, string> = {
    link,
    origin,
    fragment,
    body: fragment.slice(1),
    start: link.slice(0, -20),
    end: link.slice(-20),
    end1: link.slice(-19),
    cut: link.slice(0, -5),
    cut1: link.slice(0, -1),
    escaped,
    escaped2: encodeURIComponent(escaped),
    hyphens: `${origin}/${fragment.replaceAll("-", "%2D").replaceAll("_", "%5f")}`,
    quoted: link.replaceAll("-", "=2D").replaceAll("_", "=5F"),
    unbroken: link.replaceAll("-", "\u2011"),
    markdown: link.replace(/[-_#]/g, "\\$&"),
    json: link.replaceAll("/", "\\/"),
    upper: link.toUpperCase(),
    lower: link.toLowerCase(),
    other,
  };
  return text.replace(/\{(\w+)\}/g, (all, word: string) => words[word] ?? all);
}
