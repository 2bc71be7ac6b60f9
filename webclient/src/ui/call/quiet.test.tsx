// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { byHandle, change, pressKey } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("the controls are dimmed after ten seconds, stay where they are, and come back", async () => {
  const stage = showStage({ peers: [somePeer("Anna Berg")] });
  await vi.advanceTimersByTimeAsync(200);
  await stage;
  const bar = document.querySelector<HTMLElement>(".toolbar");
  const pass = (ms: number) =>
    change(async () => {
      await vi.advanceTimersByTimeAsync(ms);
    });
  await pass(9000);
  expect(bar?.dataset.quiet).toBe("false");
  await pass(2000);
  expect(bar?.dataset.quiet).toBe("true");
  byHandle("leave");
  const key = pressKey("Tab");
  await vi.advanceTimersByTimeAsync(200);
  await key;
  expect(bar?.dataset.quiet).toBe("false");
});
