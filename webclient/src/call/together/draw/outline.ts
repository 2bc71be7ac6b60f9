// The outline of a stroke as a path of SVG: thin where it is drawn fast, as a pen would.
import { getStroke } from "perfect-freehand";
import { type Stroke, widths } from "./stroke.ts";

/** The `d` of a path that is filled. */
export function outlineOf({ width, points }: Stroke): string {
  const places: [number, number][] = [];
  for (let i = 0; i + 1 < points.length; i += 2) places.push([points[i] ?? 0, points[i + 1] ?? 0]);
  const outline = getStroke(places, { size: widths[width] ?? 4, thinning: 0.4, smoothing: 0.5 });
  const [first, ...others] = outline.map(([x = 0, y = 0]) => `${round(x)} ${round(y)}`);
  return first === undefined ? "" : `M${first}L${others.join(" ")}Z`;
}

const round = (value: number) => Math.round(value * 10) / 10;
