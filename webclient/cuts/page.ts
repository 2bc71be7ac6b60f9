// Several people in one process, each with a browser's globals of their own: which one is asked follows from who asks.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Line } from "./line.ts";

/** One tab of one person. */
export interface Page {
  readonly line: Line;
  /** Hears what the browser's window hears: "online". */
  readonly window: EventTarget;
}

const pages = new AsyncLocalStorage<Page>();

export function onPage<T>(page: Page, work: () => T): T {
  return pages.run(page, work);
}

export function currentPage(): Page {
  const page = pages.getStore();
  if (page === undefined) throw new Error("nobody's page asks for this");
  return page;
}
