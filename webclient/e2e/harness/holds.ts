/** What a page's main thread is held by, and how often the chat is drawn: measured in the page itself. */
import { handle, type Person } from "./person.ts";

export interface Holds {
  /** The longest time between two timers that were asked for every 5 ms; the machine's other work is in it. */
  readonly longestGap: number;
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
    quietGap: () => number;
  }
}

/** Opens a page that does nothing beside somebody's, in Chromium, which does not slow it down; gives the longest time between its timers so far. */
export async function besideQuiet({ page }: Person): Promise<() => Promise<number>> {
  const quiet = await page.browserContext().newPage();
  await page.bringToFront();
  await quiet.evaluate(() => {
    let [last, longest] = [performance.now(), 0];
    const lag = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      return longest;
    };
    setInterval(lag, 5);
    window.quietGap = lag;
  });
  return () => quiet.evaluate(() => window.quietGap());
}

/** Begins to measure; the chat has to be on the screen. */
export async function watchHolds(person: Person): Promise<void> {
  await person.page.evaluate((log) => {
    const began = performance.now();
    let [last, longestGap, frames, draws, most] = [began, 0, 0, 0, 0];
    const lag = () => {
      longestGap = Math.max(longestGap, performance.now() - last);
      last = performance.now();
    };
    setInterval(lag, 5);
    const frame = () => {
      frames++;
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
      lag();
      const time = performance.now() - began;
      return { longestGap, frames, draws, most, time };
    };
  }, handle("chat-log"));
}

export async function holds(person: Person): Promise<Holds> {
  return await person.page.evaluate(() => window.holds());
}
