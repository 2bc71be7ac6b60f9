/** Small PDFs (ISO 32000-1), page by page of one colour, with its number on it. */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { outDir } from "./browsers.ts";

/** Red, green and blue, 0 to 1. */
export type Colour = readonly [number, number, number];

interface PdfOptions {
  /** Asks for a password that nobody has. */
  readonly encrypted?: boolean;
}

export function makePdf(pages: readonly Colour[], { encrypted }: PdfOptions = {}): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  add("<< /Type /Catalog /Pages 2 0 R >>");
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`).join(" ");
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (const [i, colour] of pages.entries()) {
    const drawn = [
      `${colour.join(" ")} rg 0 0 640 360 re f`,
      `0 g BT /F1 60 Tf 40 40 Td (Page ${i + 1}) Tj ET`,
    ].join("\n");
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] /Contents ${5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    add(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
  }
  if (encrypted) {
    const [owner, user] = ["4f", "55"].map((byte) => byte.repeat(32));
    add(`<< /Filter /Standard /V 1 /R 2 /O <${owner}> /U <${user}> /P -4 >>`);
  }
  let text = "%PDF-1.4\n";
  const places = objects.map((body, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${place}`.padStart(10, "0");
  });
  const lock = encrypted ? ` /Encrypt ${objects.length} 0 R /ID [<41> <41>]` : "";
  const table = ["0000000000 65535 f ", ...places.map((place) => `${place} 00000 n `)];
  const start = text.length;
  text += `xref\n0 ${table.length}\n${table.join("\n")}\n`;
  text += `trailer\n<< /Size ${table.length} /Root 1 0 R${lock} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** The caller removes it. */
export async function writePdf(content: Buffer): Promise<string> {
  const file = path.join(outDir, `slides-${randomUUID()}.pdf`);
  await writeFile(file, content);
  return file;
}
