// Where each tile stands. Several ways are tried, and the one that shows most of the large tiles is
// taken: a pure function, so that the same people on the same screen always stand the same way.
import {
  type Box,
  bottomOf,
  clamp,
  columnsBeside,
  commonArea,
  gap,
  gridBoxes,
  type Least,
  rowsBelow,
  type Size,
  usefulArea,
  usefulScreenArea,
} from "./boxes.ts";
import { divide, type Regions, selfKey, type Wanted } from "./regions.ts";

export interface Stage extends Size {
  /** The size of the text, in px. */
  readonly text: number;
}

export interface Place extends Box {
  readonly size: "large" | "small";
  /** One's own tile lies over its corner: what stands there keeps clear of it. */
  readonly covered: boolean;
}

export interface Arrangement {
  readonly places: ReadonlyMap<string, Place>;
  /** More than the stage has if the text is large or people are many: then it scrolls. */
  readonly height: number;
  /** Of one's own tile where it lies over another. */
  readonly over: Size | undefined;
}

/** One's own picture covers no more of another than this. */
const mostCovered = 1 / 6;
/** What is shared gets so much beside people. */
const shareOfScreen = 0.64;
const touch = 48;

/** For everybody but somebody who is alone. */
export function arrange(wanted: Wanted, stage: Stage): Arrangement {
  const regions = divide(wanted);
  let best: Attempt | undefined;
  for (const attempt of attempts(regions, stage, wanted.hidden))
    if (best === undefined || attempt.score > best.score) best = attempt;
  const { boxes, corner, height } = best ?? { boxes: new Map(), corner: undefined, height: 0 };
  const places = new Map<string, Place>();
  for (const [key, box] of boxes) {
    const size = regions.small.includes(key) ? "small" : "large";
    places.set(key, { ...box, size, covered: corner !== undefined && commonArea(box, corner) > 0 });
  }
  if (corner) places.set(selfKey, { ...corner, size: "small", covered: false });
  const over = [...places.values()].some(({ covered }) => covered) ? corner : undefined;
  return { places, height, over };
}

interface Attempt {
  readonly boxes: ReadonlyMap<string, Box>;
  /** One's own tile, where it is in the corner of the stage, over whatever is there. */
  readonly corner: Box | undefined;
  readonly height: number;
  readonly score: number;
}

function* attempts(regions: Regions, stage: Stage, hidden: boolean): Iterable<Attempt> {
  const least = leastOf(stage);
  const { small } = regions;
  const alone = small.length === 1 && small[0] === selfKey;
  if (small.length === 0 || alone) {
    const corner = hidden ? chip(stage) : alone ? ownBox(regions, stage) : undefined;
    for (const large of largeOnes(regions, { start: 0, top: 0, ...stage }, stage)) {
      const attempt = finish(regions, stage, large, corner);
      if (hidden || isPair(regions) || coversLittle(attempt)) yield attempt;
    }
  }
  if (small.length === 0 || (alone && isPair(regions))) return;
  const corner = hidden ? chip(stage) : undefined;
  // Of two that show as much, small tiles look better along the shorter edge.
  const upright = stage.height > stage.width;
  const below = rowsBelow(small.length, stage, least);
  const rest = Math.max(leastLarge(regions, stage), stage.height - bottomOf(below) - gap);
  for (const large of largeOnes(
    regions,
    { start: 0, top: 0, width: stage.width, height: rest },
    stage,
  )) {
    const top = Math.max(rest, bottomOf([...large.values()])) + gap;
    const moved = below.map((box) => ({ ...box, top: box.top + top }));
    yield weigh(finish(regions, stage, withSmall(large, small, moved), corner), upright ? 1 : 0.9);
  }
  const beside = columnsBeside(small.length, stage, least);
  const width = Math.min(...beside.map(({ start }) => start)) - gap;
  if (width < 0.4 * stage.width) return;
  for (const large of largeOnes(regions, { start: 0, top: 0, width, height: stage.height }, stage))
    yield weigh(finish(regions, stage, withSmall(large, small, beside), corner), upright ? 0.9 : 1);
}

function leastOf({ text, ...stage }: Stage): Least {
  const width = Math.floor(Math.min(6.5 * text, (stage.width - gap) / 2));
  return {
    width,
    height: Math.floor(touch + 3.25 * text),
    most: { width: Math.max(width, 13 * text), height: Math.max(touch + 3.25 * text, 8 * text) },
  };
}

/** One is large, and nobody else is there but oneself. */
const isPair = ({ people, shares }: Regions) => people.length + shares.length === 1;

const leastHeight = ({ text }: Stage) => Math.floor(touch + 3.25 * text);

/** A screen that is shared is never a slit, however many people are below it. */
function leastLarge({ shares }: Regions, stage: Stage): number {
  if (shares.length === 0) return leastHeight(stage);
  return Math.floor(Math.max(0.4 * stage.height, Math.min(15 * stage.text, stage.height)));
}

/** The ways in which the large tiles may fill an area. */
function* largeOnes(regions: Regions, area: Box, stage: Stage): Iterable<Map<string, Box>> {
  const { shares, people } = regions;
  if (shares.length === 0 || people.length === 0) {
    yield* grids([...shares, ...people], area, stage);
    return;
  }
  const width = Math.floor(shareOfScreen * (area.width - gap));
  const height = Math.floor(shareOfScreen * (area.height - gap));
  const cuts: [Box, Box][] = [
    [
      { ...area, width },
      { ...area, start: area.start + width + gap, width: area.width - width - gap },
    ],
    [
      { ...area, height },
      { ...area, top: area.top + height + gap, height: area.height - height - gap },
    ],
  ];
  for (const [screen, faces] of cuts)
    for (const one of grids(shares, screen, stage))
      for (const other of grids(people, faces, stage)) {
        const fits = screen.top === faces.top || bottomOf([...one.values()]) <= faces.top - gap;
        if (fits) yield new Map([...one, ...other]);
      }
}

function* grids(keys: readonly string[], area: Box, stage: Stage): Iterable<Map<string, Box>> {
  for (let columns = 1; columns <= keys.length; columns++) {
    if (columns > 1 && (area.width - gap * (columns - 1)) / columns < 7.5 * stage.text) return;
    for (const centred of [true, false]) {
      const options = { columns, centred, leastHeight: leastHeight(stage) };
      const boxes = gridBoxes(keys.length, area, options);
      yield new Map(keys.map((key, i) => [key, boxes[i] as Box]));
    }
  }
}

function withSmall(
  large: ReadonlyMap<string, Box>,
  small: readonly string[],
  boxes: readonly Box[],
): Map<string, Box> {
  return new Map([...large, ...small.map((key, i) => [key, boxes[i] as Box] as const)]);
}

function finish(
  { shares, small }: Regions,
  stage: Stage,
  boxes: ReadonlyMap<string, Box>,
  corner: Box | undefined,
): Attempt {
  const least = corner === undefined ? 0 : corner.height + 2 * gap;
  const height = Math.max(stage.height, bottomOf([...boxes.values()]), least);
  let score = 0;
  for (const [key, box] of boxes) {
    if (small.includes(key)) continue;
    score += shares.includes(key) ? usefulScreenArea(box) : usefulArea(box);
    if (corner) score -= commonArea(box, corner);
  }
  // What has to be scrolled is worth less.
  const overlong = stage.height / height;
  const atEnd = corner && { ...corner, top: height - corner.height - gap };
  return { boxes, corner: atEnd, height, score: score * overlong };
}

function weigh(attempt: Attempt, by: number): Attempt {
  return { ...attempt, score: by * attempt.score };
}

/** Of two, one's own picture lies in the corner of the other's. Of more, it is smaller. */
function ownBox(regions: Regions, stage: Stage): Box {
  const { text } = stage;
  const pair = isPair(regions);
  const least = touch + 3.5 * text;
  const width = pair
    ? clamp(0.24 * stage.width, least, 14 * text)
    : clamp(0.14 * stage.width, 6.5 * text, 11 * text);
  const upright = stage.height > stage.width;
  const shape = pair && upright ? 4 / 3 : pair ? 3 / 4 : upright ? 1 : 3 / 4;
  const low = Math.min(width * shape, stage.height - 2 * gap);
  return inCorner(width, Math.max(low, touch + 2.25 * text), stage);
}

/** What is left of one's own tile while its picture is hidden. */
function chip(stage: Stage): Box {
  const width = clamp(0.24 * stage.width, touch + 3.5 * stage.text, 8 * stage.text);
  return inCorner(width, touch + 2, stage);
}

function inCorner(width: number, height: number, stage: Stage): Box {
  const inside = Math.min(width, stage.width - 2 * gap);
  return {
    start: stage.width - inside - gap,
    top: stage.height - height - gap,
    width: inside,
    height: Math.floor(height),
  };
}

function coversLittle({ boxes, corner }: Attempt): boolean {
  if (!corner) return true;
  return [...boxes.values()].every(
    (box) => commonArea(box, corner) <= mostCovered * box.width * box.height,
  );
}
