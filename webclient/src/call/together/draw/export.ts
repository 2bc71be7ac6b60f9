// A drawing as a picture to be saved: SVG, which a browser also makes PNG of.
import { outlineOf } from "./outline.ts";
import { pageHeight, pageWidth, type Stroke } from "./stroke.ts";

/** What the colours are on white paper. */
export const inks = ["#16181d", "#b3261e", "#0b6e5f", "#1d4ed8", "#b45309", "#7e22ce"] as const;

export function toSvg(strokes: readonly Stroke[]): string {
  const paths = strokes.map(
    (stroke) => `<path fill="${inks[stroke.colour] ?? inks[0]}" d="${outlineOf(stroke)}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pageWidth}" height="${pageHeight}" viewBox="0 0 ${pageWidth} ${pageHeight}">`,
    `<rect width="${pageWidth}" height="${pageHeight}" fill="#ffffff"/>`,
    ...paths,
    "</svg>",
    "",
  ].join("\n");
}
