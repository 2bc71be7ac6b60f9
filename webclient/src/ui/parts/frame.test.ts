// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { nextFrame } from "./frame.ts";

test("what is to be drawn is drawn once: in the next frame, or soon where no frame comes", () => {
  vi.useFakeTimers();
  const draw = vi.fn();
  nextFrame(draw);
  expect(draw).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(draw).toHaveBeenCalledTimes(1);

  const frames = vi.spyOn(globalThis, "requestAnimationFrame").mockReturnValue(0); // a tab that nobody sees
  nextFrame(draw);
  vi.advanceTimersByTime(100);
  expect(draw).toHaveBeenCalledTimes(2);
  frames.mockRestore();
  vi.useRealTimers();
});
