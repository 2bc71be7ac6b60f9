// Several people in one process, each with a browser's globals of their own: which one is asked
// follows from who asks.
import { AsyncLocalStorage } from "node:async_hooks";
import { Line } from "./line.ts";
import { Timeline } from "./timeline.ts";

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

/** Somebody's, with a line on which nothing happens. */
export function aPage(): Page {
  const timeline = new Timeline();
  const line = new Line({
    name: "somebody",
    address: "127.0.0.1",
    origin: "",
    slowMs: 0,
    timeline,
    fate: () => "pass",
  });
  return { line, window: new EventTarget() };
}
