// Puts tiles where the arrangement wants them, in the same frame in which the stage changes its
// size or somebody comes. The tiles stay where they are in the document: a <video> that is moved
// there stops.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Arrangement, arrange, type Stage } from "./arrange.ts";
import type { Wanted } from "./regions.ts";
import { textSize, watchSize } from "./textsize.ts";

/** Undefined leaves the tiles to the style sheet, as does a browser that measures nothing. */
export function usePlaces(wanted: Wanted | undefined): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const newest = useRef(wanted);
  newest.current = wanted;
  useLayoutEffect(() => placeAll(list.current, newest.current));
  useLayoutEffect(() => {
    const stage = list.current?.parentElement ?? undefined;
    return stage && watchSize(stage, () => placeAll(list.current, newest.current));
  }, []);
  return list;
}

function placeAll(list: HTMLElement | null, wanted: Wanted | undefined): void {
  const stage = list?.parentElement;
  if (!list || !stage) return;
  if (wanted === undefined || stage.clientWidth === 0 || stage.clientHeight === 0) {
    release(list);
    return;
  }
  const measure = (): Stage => ({
    width: stage.clientWidth,
    height: stage.clientHeight,
    text: textSize(),
  });
  const before = measure();
  placeTiles(list, arrange(wanted, before), before);
  // What is higher than the stage has a scroll bar, which takes room.
  const after = measure();
  if (after.width !== before.width) placeTiles(list, arrange(wanted, after), after);
}

function placeTiles(list: HTMLElement, arrangement: Arrangement, stage: Stage): void {
  const { places, height, over } = arrangement;
  list.dataset.placed = "true";
  list.style.height = height > stage.height ? `${height}px` : "";
  list.style.setProperty("--over-width", `${over?.width ?? 0}px`);
  for (const tile of list.children) {
    if (!(tile instanceof HTMLElement)) continue;
    const place = places.get(tile.dataset.key ?? "");
    if (place === undefined) continue;
    tile.dataset.size = place.size;
    tile.dataset.covered = String(place.covered);
    tile.style.insetInlineStart = `${place.start}px`;
    tile.style.top = `${place.top}px`;
    tile.style.width = `${place.width}px`;
    tile.style.height = `${place.height}px`;
  }
}

function release(list: HTMLElement): void {
  delete list.dataset.placed;
  list.style.height = "";
  for (const tile of list.children) {
    if (!(tile instanceof HTMLElement)) continue;
    delete tile.dataset.size;
    delete tile.dataset.covered;
    for (const name of ["inset-inline-start", "top", "width", "height"])
      tile.style.removeProperty(name);
  }
}
