// How fast files may go beside a call, all of them together: a data channel would fill the line and
// every queue on it, and picture and sound would give way.

const least = 256;
/** Where the browser does not say what the line carries. */
const unknown = 400;
const part = 0.3;
/** The person wants the file and no picture. */
const firstLeast = 1500;
const firstPart = 0.7;

export interface FileMeans {
  /** Somebody's sound or picture flows. */
  readonly isHeard: boolean;
  /** What the browser takes the way to each for, in kbit/s. */
  readonly available: readonly (number | undefined)[];
  /** The picture has been paused for the files. */
  readonly first: boolean;
}

/** In kbit/s. */
export function fileRate({ isHeard, available, first }: FileMeans): number {
  if (!isHeard) return Number.POSITIVE_INFINITY;
  const known = available.filter((one) => one !== undefined);
  const line = known.reduce((sum, one) => sum + one, 0);
  if (first) return Math.max(firstLeast, firstPart * line);
  return known.length === 0 ? unknown : Math.max(least, part * line);
}
