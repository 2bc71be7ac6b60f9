// A stroke of a drawing, as it stands in the document: numbers alone, [colour, width, x, y, x, y, …].
// Places are of a page of 1,600 by 1,000.

import { fromBase64url, toBase64url } from "../../../crypto/bytes.ts";
import { isPictureName, nameLength } from "../pictures/name.ts";

export const pageWidth = 1600;
export const pageHeight = 1000;
/** By their number; drawn in ui/together/draw. */
export const colours = 6;
/** In units of the page. */
export const widths = [4, 10, 24] as const;
/** Of one stroke: a longer line goes on in another. */
export const mostPoints = 400;

export interface Stroke {
  /** 0 to 5. */
  readonly colour: number;
  /** 0 to 2, of `widths`. */
  readonly width: number;
  /** x and y by turns. */
  readonly points: readonly number[];
}

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;

/** Undefined for what is no stroke. */
export function readStroke(value: unknown): Stroke | undefined {
  if (!Array.isArray(value) || value.length < 4 || value.length > 2 + 2 * mostPoints)
    return undefined;
  const [colour, width, ...points] = value;
  if (!isWhole(colour, colours - 1) || !isWhole(width, widths.length - 1)) return undefined;
  if (points.length % 2 !== 0) return undefined;
  const isPlace = (at: unknown, i: number) => isWhole(at, i % 2 === 0 ? pageWidth : pageHeight);
  return points.every(isPlace) ? { colour, width, points } : undefined;
}

export function writeStroke({ colour, width, points }: Stroke): number[] {
  return [colour, width, ...points];
}

/** Whether a circle touches it: what an eraser takes away. */
export function isTouched(
  { points, width }: Stroke,
  x: number,
  y: number,
  radius: number,
): boolean {
  const reach = radius + (widths[width] ?? 0) / 2;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x1 = 0, y1 = 0] = points.slice(i, i + 2);
    const [x2 = x1, y2 = y1] = points.slice(i + 2, i + 4);
    if (distanceTo(x, y, x1, y1, x2, y2) <= reach) return true;
  }
  return false;
}

/** Of a place to the line between two. */
function distanceTo(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - part * dx, y - y1 - part * dy);
}

/** What a picture to draw on begins with, where a stroke has its colour; the bytes of its name follow. */
const paper = 255;

/** Undefined for what is none. */
export function readPaper(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length !== 1 + nameLength || value[0] !== paper)
    return undefined;
  const bytes = value.slice(1);
  if (!bytes.every((one) => isWhole(one, 255))) return undefined;
  const name = toBase64url(Uint8Array.from(bytes));
  return isPictureName(name) ? name : undefined;
}

export function writePaper(name: string): number[] {
  return [paper, ...fromBase64url(name)];
}
