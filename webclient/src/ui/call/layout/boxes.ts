// Boxes on a stage: a grid of large ones, and the row or column of small ones beside it.

/** In px; `start` is the left edge, or the right one where people write from right to left. */
export interface Box {
  readonly start: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const gap = 8;

/** A picture is cropped to a tile only within these shapes; what is beyond shows nothing more. */
const widest = 16 / 9;
const tallest = 3 / 4;

/** How much of a box shows a face. */
export function usefulArea({ width, height }: Size): number {
  return Math.min(width, height * widest) * Math.min(height, width / tallest);
}

/** How much of a box shows a screen, which is never cropped. */
export function usefulScreenArea({ width, height }: Size): number {
  return Math.min(width, height * widest) * Math.min(height, width / widest);
}

/** How much two boxes have in common, in square px. */
export function commonArea(one: Box, other: Box): number {
  const across =
    Math.min(one.start + one.width, other.start + other.width) - Math.max(one.start, other.start);
  const down =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return Math.max(0, across) * Math.max(0, down);
}

export function bottomOf(boxes: readonly Box[]): number {
  return Math.max(0, ...boxes.map(({ top, height }) => top + height));
}

interface GridOptions {
  readonly columns: number;
  /** A last row that is not full stands in the middle. */
  readonly centred: boolean;
  /** No box is lower: with large text the grid is higher than its area. */
  readonly leastHeight: number;
}

export function gridBoxes(count: number, area: Box, options: GridOptions): Box[] {
  const { columns, centred, leastHeight } = options;
  const rows = Math.ceil(count / columns);
  const width = Math.floor((area.width - gap * (columns - 1)) / columns);
  const height = Math.max(leastHeight, Math.floor((area.height - gap * (rows - 1)) / rows));
  const last = count - columns * (rows - 1);
  const inset = centred ? Math.floor(((columns - last) * (width + gap)) / 2) : 0;
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns);
    const before = row === rows - 1 ? inset : 0;
    return {
      start: area.start + before + (i % columns) * (width + gap),
      top: area.top + row * (height + gap),
      width,
      height,
    };
  });
}

/** The smallest a tile may be: its button, and a line with its name. */
export interface Least extends Size {
  /** A small tile is never larger. */
  readonly most: Size;
}

/**
 * Small boxes in rows at the lower edge, the last one always in the corner. They may be higher than
 * the stage; then it scrolls.
 */
export function rowsBelow(count: number, stage: Size, least: Least): Box[] {
  const perRow = Math.max(1, Math.floor((stage.width + gap) / (least.width + gap)));
  const rows = Math.ceil(count / perRow);
  const across = Math.ceil(count / rows);
  const height = clamp(0.16 * stage.height, least.height, least.most.height);
  const share = Math.floor((stage.width - gap * (across - 1)) / across);
  const width = Math.min(share, Math.max(least.width, Math.floor(height * widest)));
  const missing = across * rows - count;
  return Array.from({ length: count }, (_, i) => {
    const place = i + missing;
    return {
      start: stage.width - (across - (place % across)) * (width + gap) + gap,
      top: Math.floor(place / across) * (height + gap),
      width,
      height,
    };
  });
}

/** Small boxes in columns at the end of the stage, the last one always in the corner. */
export function columnsBeside(count: number, stage: Size, least: Least): Box[] {
  const perColumn = Math.max(1, Math.floor((stage.height + gap) / (least.height + gap)));
  const columns = Math.ceil(count / perColumn);
  const each = Math.ceil(count / columns);
  const wide = columns > 1 ? 0.1 : 0.16;
  const width = clamp(wide * stage.width, least.width, least.most.width);
  const share = Math.floor((stage.height - gap * (each - 1)) / each);
  const height = Math.max(least.height, Math.min(share, Math.floor(width / widest)));
  const missing = columns * each - count;
  const first = Math.max(0, stage.height - each * (height + gap) + gap);
  return Array.from({ length: count }, (_, i) => {
    const place = i + missing;
    return {
      start: stage.width - (columns - Math.floor(place / each)) * (width + gap) + gap,
      top: first + (place % each) * (height + gap),
      width,
      height,
    };
  });
}

export function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.max(least, Math.min(value, most)));
}
