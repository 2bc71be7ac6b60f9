// The results of polls as a table (RFC 4180), to be saved by the person.
import type { Poll } from "../../../call/together/polls/model.ts";
import { t } from "../../i18n/index.ts";
import { labelsOf } from "./pollcard.tsx";

/** A line for each choice; with a mark first by which spreadsheets know UTF-8. */
export function pollsAsCsv(polls: readonly Poll[]): string {
  const head = [
    t("polls.csv.question"),
    t("polls.csv.choice"),
    t("polls.csv.votes"),
    t("polls.csv.who"),
  ];
  const rows = polls.flatMap((poll) =>
    labelsOf(poll).map((label, i) => [
      poll.question,
      label,
      `${poll.counts?.[i] ?? ""}`,
      poll.secret ? t("polls.csv.secret") : namesOf(poll, i),
    ]),
  );
  return `\ufeff${[head, ...rows].map((row) => row.map(tableCell).join(",")).join("\r\n")}\r\n`;
}

function namesOf(poll: Poll, at: number): string {
  const chose = poll.answers.filter(({ choices }) => choices.includes(at));
  return chose.map(({ name }) => name).join(", ");
}

/** What somebody has written is no formula. */
function tableCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
