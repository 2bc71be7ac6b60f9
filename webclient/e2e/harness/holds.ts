/** What a page's main thread is held by, and how often the chat is drawn: measured in the page itself. */
import { handle, type Person } from "./person.ts";

export interface Holds {
  /** The longest time between two timers that were asked for every 5 ms; the machine's other work is in it. */
  readonly longestGap: number;
  /** Chromium alone counts tasks of more than 50 ms; undefined elsewhere. */
  readonly longestTask: number | undefined;
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
    let [last, longestGap, longestTask, frames, draws, most] = [began, 0, 0, 0, 0, 0];
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
    const tasks = PerformanceObserver.supportedEntryTypes.includes("longtask");
    const note = (list: PerformanceObserverEntryList) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    };
    if (tasks) new PerformanceObserver(note).observe({ type: "longtask" });
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
      return { longestGap, longestTask: tasks ? longestTask : undefined, frames, draws, most, time };
    };
  }, handle("chat-log"));
}

export async function holds(person: Person): Promise<Holds> {
  return await person.page.evaluate(() => window.holds());
}
