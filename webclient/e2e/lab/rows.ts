/** What a row of the lab is, and what it finds. */
import type { BrowserName } from "../harness/browsers.ts";
import type { Certificates } from "../harness/certificates.ts";

/** The browser of the one that things happen to, and of all others. */
export type Pair = readonly [BrowserName, BrowserName];

export const pairs: readonly Pair[] = [
  ["chromium", "chromium"],
  ["chromium", "firefox"],
  ["firefox", "firefox"],
];

export const pairName = (pair: Pair) => pair.join("-");

/** A figure with its name; undefined: it was waited for, and did not come. */
export type Figures = Record<string, number | string | undefined>;

export interface Finding {
  figures: Figures;
  /** What falls short of the bars, a sentence each. */
  short: string[];
  /** More than fits into a table: series over time, each direction. */
  details?: unknown;
}

export interface Context {
  readonly certificates: Certificates;
  /** The first lab stays open, to be looked into. */
  readonly keep: boolean;
}

export interface Row {
  readonly group: "connect" | "fault" | "line";
  readonly name: string;
  /** How often it runs if nobody says otherwise. */
  readonly runs: number;
  run(context: Context): Promise<Finding>;
}
