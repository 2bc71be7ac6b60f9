// A press on what has just moved was meant for what was there before.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** In ms. */
const settlingMs = 300;

/**
 * Swallows presses on something that has just come or moved. Those of a keyboard are meant: they
 * follow the focus.
 */
export function useSettled(element: RefObject<HTMLElement | null>): (event: MouseEvent) => void {
  const moved = useRef(performance.now());
  useEffect(() => {
    let place = "";
    let frame = 0;
    const checkPlace = () => {
      const { left, top } = element.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const now = `${left} ${top}`;
      if (now !== place) moved.current = performance.now();
      place = now;
      frame = requestAnimationFrame(checkPlace);
    };
    checkPlace();
    return () => cancelAnimationFrame(frame);
  }, [element]);
  return (event) => {
    if (event.detail > 0 && event.timeStamp - moved.current < settlingMs) event.stopPropagation();
  };
}
