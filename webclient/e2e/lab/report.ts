/** The findings of all runs: as JSON for programs, as tables in Markdown for people. */
import { loadavg } from "node:os";
import type { Finding, Row } from "./rows.ts";

export interface Outcome {
  name: string;
  group: Row["group"];
  runs: Run[];
}

export interface Run {
  /** Programs that waited for a core while it ran; with more than there are, figures are worse. */
  load: number;
  finding?: Finding;
  failed?: string;
}

export function load(): number {
  return Math.round(10 * (loadavg()[0] ?? 0)) / 10;
}

export function isShort(outcome: Outcome): boolean {
  return (
    slowOften(outcome) !== undefined ||
    outcome.runs.some(({ finding, failed }) => failed !== undefined || finding?.short.length)
  );
}

const oftenMs = 1_500;

/** What is bounded for half of all cases, over several runs. */
function slowOften(outcome: Outcome): string | undefined {
  const sound = outcome.group === "fault" && collected(outcome).get("sound");
  if (!sound || outcome.runs.length < 2) return undefined;
  const middle = median(sound.map(lateOrNever));
  return middle > oftenMs ? `sound took ${middle} ms in the median` : undefined;
}

/** Of a median of an even number, the worse one. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Figures whose names begin with the same word are one, over all directions and runs. */
export function collected({ runs }: Outcome): Map<string, (number | string | undefined)[]> {
  const all = new Map<string, (number | string | undefined)[]>();
  for (const { finding } of runs) {
    for (const [name, value] of Object.entries(finding?.figures ?? {})) {
      const key = name.replace(/ \S+ to \S+$/, "");
      all.set(key, [...(all.get(key) ?? []), value]);
    }
  }
  return all;
}

function summary(values: readonly (number | string | undefined)[]): string {
  const told = values.filter((value) => value !== undefined);
  const never = values.length - told.length;
  if (told.some((value) => typeof value === "string")) return [...new Set(told)].join(", ");
  const numbers = told as number[];
  const shown = (value: number) => String(Math.round(value * 10) / 10);
  const middle = never * 2 >= values.length ? "never" : shown(median(values.map(lateOrNever)));
  if (values.length === 1) return middle;
  const worst = never > 0 ? `never (${never} of ${values.length})` : shown(Math.max(...numbers));
  return `${middle} / ${worst}`;
}

const lateOrNever = (value: number | string | undefined) =>
  typeof value === "number" ? value : Number.POSITIVE_INFINITY;

/** A table for each group; what differs from row to row is a column. */
export function markdown(outcomes: readonly Outcome[]): string {
  const tables = (["connect", "fault", "line"] as const).map((group) => {
    const rows = outcomes.filter((one) => one.group === group);
    if (rows.length === 0) return "";
    const columns = [...new Set(rows.flatMap((row) => [...collected(row).keys()]))];
    const lines = rows.map((row) => {
      const figures = collected(row);
      const cells = columns.map((column) => summaryOf(figures.get(column)));
      return `| ${[nameOf(row), `${row.runs.length}`, ...cells, remark(row)].join(" | ")} |`;
    });
    return [
      `| ${[group, "n", ...columns, "falls short"].join(" | ")} |`,
      `|${"---|".repeat(columns.length + 3)}`,
      ...lines,
    ].join("\n");
  });
  const how = "Of several figures: the median over all directions and runs / the worst.";
  return [...tables.filter((table) => table !== ""), how].join("\n\n");
}

const summaryOf = (values: (number | string | undefined)[] | undefined) =>
  values ? summary(values) : "";

const nameOf = ({ group, name }: Outcome) => name.replace(`${group} `, "");

function remark(outcome: Outcome): string {
  const often = slowOften(outcome);
  const said = outcome.runs.flatMap(({ finding, failed }) => [
    ...(finding?.short ?? []),
    ...(failed ? [`failed: ${failed}`] : []),
  ]);
  const all = new Set([...(often ? [often] : []), ...said]);
  return [...all].join("; ").replaceAll("|", "/").replaceAll("\n", " ").slice(0, 300);
}
