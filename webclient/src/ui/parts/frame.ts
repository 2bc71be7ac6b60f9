// When screens are drawn: once a frame, however many signals change before it. A peer that says a
// hundred things at once costs one drawing.

/**
 * Frames stop in a tab that nobody sees, and on a busy machine come late; the title and the
 * announcer are for then, too.
 */
const longest = 100;

/** Calls `draw` once, in the next frame. */
export function nextFrame(draw: () => void): void {
  const drawNow = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    draw();
  };
  const frame = requestAnimationFrame(drawNow);
  const timer = setTimeout(drawNow, longest);
}
