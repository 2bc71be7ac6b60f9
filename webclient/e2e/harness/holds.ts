/**
 * What a page's main thread is held by, and how often the chat is drawn: measured in the page
 * itself.
 */
import { handle, type Person } from "./person.ts";
import type { Hold } from "./tasks.ts";

export interface Holds {
  /**
   * For 20 ms and more there was neither a frame nor a timer, which is asked for every 5 ms: nothing
   * else could happen. Input is handled before a frame, and Firefox prefers frames to timers (HTML,
   * section 8.1.7.3). The machine's other work is in it.
   */
  readonly gaps: Hold[];
  readonly frames: number;
  /** How often lines were added to the chat, and how many at most in one drawing. */
  readonly draws: number;
  readonly most: number;
  /** Milliseconds. */
  readonly time: number;
}

declare global {
  interface Window {
    holds: () => Holds;
  }
}

/** Begins to measure; the chat has to be on the screen. */
export async function watchHolds(person: Person): Promise<void> {
  await person.page.evaluate((log) => {
    const began = performance.now();
    let [frames, draws, most] = [0, 0, 0];
    const gaps: [number, number][] = [];
    let last = Date.now();
    const look = () => {
      const now = Date.now();
      if (now - last >= 20) gaps.push([last, now]);
      last = now;
    };
    setInterval(look, 5);
    const frame = () => {
      frames++;
      look();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const chat = document.querySelector(log);
    if (chat === null) throw new Error("there is no chat on the screen");
    new MutationObserver((records) => {
      draws++;
      most = Math.max(
        most,
        records.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0),
      );
    }).observe(chat, { childList: true });
    window.holds = () => {
      look();
      const time = performance.now() - began;
      return { gaps, frames, draws, most, time };
    };
  }, handle("chat-log"));
}

export async function holds(person: Person): Promise<Holds> {
  return await person.page.evaluate(() => window.holds());
}
