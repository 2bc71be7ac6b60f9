// What has become of a text while somebody typed, and where places in it go while others type.

export interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/** A change as Yjs tells it. */
export type Delta = readonly {
  readonly retain?: number | undefined;
  readonly insert?: unknown;
  readonly delete?: number | undefined;
}[];

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/**
 * The one edit that makes `after` of `before`; `caret` is where it ended, which tells which of
 * several equal letters was typed. A pair of surrogates stays whole.
 */
export function editBetween(before: string, after: string, caret = after.length): Edit {
  const most = Math.min(before.length, after.length);
  let end = 0;
  // The rest of the text behind the caret is the same, if it can be.
  const mostEnd = Math.min(most, after.length - Math.min(caret, after.length));
  while (end < mostEnd && before.at(-1 - end) === after.at(-1 - end)) end++;
  let start = 0;
  while (start < most - end && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--;
  return {
    at: start,
    removed: before.length - start - end,
    inserted: after.slice(start, after.length - end),
  };
}

/** Where a place is after a change by somebody else: what they insert there comes behind it. */
export function movedBy(place: number, delta: Delta): number {
  let [at, moved] = [0, place];
  for (const { retain = 0, insert, delete: removed = 0 } of delta) {
    if (at >= moved && (retain > 0 || insert !== undefined || removed > 0)) break;
    if (typeof insert === "string") {
      moved += insert.length;
      at += insert.length;
    }
    at += retain;
    moved -= Math.max(0, Math.min(removed, moved - at));
  }
  return moved;
}
