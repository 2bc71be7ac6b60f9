/** What `make lab` can be told, by variables of the environment. */
import { pairName, type Row } from "./rows.ts";

export interface Options {
  only: RegExp;
  runs: number | undefined;
  list: boolean;
  keep: boolean;
  pairs: readonly string[];
}

export function readOptions(environment: NodeJS.ProcessEnv): Options {
  const { ONLY = "", RUNS = "", LIST, KEEP, PAIRS = "" } = environment;
  if (RUNS !== "" && !/^[1-9]\d{0,2}$/.test(RUNS))
    throw new Error("RUNS is a number from 1 to 999");
  return {
    only: new RegExp(ONLY),
    runs: RUNS === "" ? undefined : Number(RUNS),
    list: Boolean(LIST),
    keep: Boolean(KEEP),
    pairs: PAIRS.split(/[ ,]+/).filter((pair) => pair !== ""),
  };
}

export function chosen(rows: readonly Row[], { only, pairs }: Options): Row[] {
  const known = ["chromium", "firefox"].flatMap((near) =>
    (["chromium", "firefox"] as const).map((far) => pairName([near as "chromium", far])),
  );
  for (const pair of pairs) if (!known.includes(pair)) throw new Error(`PAIRS has no ${pair}`);
  return rows.filter(
    ({ name }) =>
      only.test(name) && (pairs.length === 0 || pairs.some((pair) => name.endsWith(` ${pair}`))),
  );
}
