// Where everybody stands in the picture that is recorded. Pure.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Arrangement {
  /** One for each person, in their order. */
  readonly people: readonly Box[];
  /** One for each screen that is shared. */
  readonly screens: readonly Box[];
}

const gap = 8;

/** People fill the frame; where something is shared, that is large and they stand beside it. */
export function arrangeFrame(people: number, screens: number, frame: Box): Arrangement {
  if (screens === 0) return { people: fillFrame(people, frame), screens: [] };
  const side = people === 0 ? 0 : Math.round(frame.width / 5);
  const large = { ...frame, width: frame.width - side - (side > 0 ? gap : 0) };
  const column = { ...frame, x: frame.x + frame.width - side, width: side };
  return { people: stackBoxes(people, column), screens: fillFrame(screens, large) };
}

/** The number of columns with which the pieces, at 16 to 9, are largest. */
function fillFrame(count: number, frame: Box): Box[] {
  if (count === 0) return [];
  const columnsTried = Array.from({ length: count }, (_, at) => at + 1);
  const sizeWith = (columns: number) => {
    const rows = Math.ceil(count / columns);
    return Math.min(frame.width / columns / 16, frame.height / rows / 9);
  };
  const columns = columnsTried.reduce((best, one) => (sizeWith(one) > sizeWith(best) ? one : best));
  const rows = Math.ceil(count / columns);
  const width = (frame.width - gap * (columns - 1)) / columns;
  const height = (frame.height - gap * (rows - 1)) / rows;
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const indent = (frame.width - inRow * width - (inRow - 1) * gap) / 2;
    const x = frame.x + indent + (at % columns) * (width + gap);
    return { x, y: frame.y + row * (height + gap), width, height };
  });
}

function stackBoxes(count: number, { x, y, width, height }: Box): Box[] {
  const each = Math.min((width / 16) * 9, (height - gap * (count - 1)) / count);
  return Array.from({ length: count }, (_, at) => ({
    ...{ x, y: y + at * (each + gap), width, height: each },
  }));
}

/** The largest piece of this size that fits, in the middle of a box. */
export function fitInto(box: Box, width: number, height: number): Box {
  const scale = Math.min(box.width / width, box.height / height);
  const [w, h] = [width * scale, height * scale];
  return { x: box.x + (box.width - w) / 2, y: box.y + (box.height - h) / 2, width: w, height: h };
}
