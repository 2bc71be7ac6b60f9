// A drawing as a picture to be saved: SVG, which a browser also makes PNG of.
import { outlineOf } from "./outline.ts";
import { pageHeight, pageWidth, type Stroke } from "./stroke.ts";

/** What the colours are on white paper. */
export const inks = ["#16181d", "#b3261e", "#0b6e5f", "#1d4ed8", "#b45309", "#7e22ce"] as const;

const place = `width="${pageWidth}" height="${pageHeight}"`;
const white = `<rect ${place} fill="#ffffff"/>`;

/** On white, on a picture (a `data:` address, so that the file has it all), or on nothing. */
export function toSvg(
  strokes: readonly Stroke[],
  paper: string | "white" | "none" = "white",
): string {
  const picture = /^data:image\/(png|webp);/.test(paper) ? `<image ${place} href="${paper}"/>` : "";
  const paths = strokes.map(
    (stroke) => `<path fill="${inks[stroke.colour] ?? inks[0]}" d="${outlineOf(stroke)}"/>`,
  );
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${place} viewBox="0 0 ${pageWidth} ${pageHeight}">`,
    paper === "none" ? "" : white,
    picture,
    ...paths,
    "</svg>",
    "",
  ];
  return lines.filter((line, i) => line !== "" || i === lines.length - 1).join("\n");
}
