// The chat as plain text, to be saved by the person.
import type { ChatLine } from "../../call/model.ts";
import { t, timeOfDay } from "../i18n/index.ts";

/**
 * "  14:32 Anna: Hello", a line for each, of a file its name. In the first column, where no name
 * reaches, ">" marks one's own lines and "*" the host's; further lines of one text are indented:
 * nobody can write another's words.
 */
export function chatAsText(lines: readonly ChatLine[]): string {
  const all = lines.map((line) => {
    const mark = line.sid ? (line.host ? "*" : " ") : ">";
    return `${mark} ${timeOfDay(line.at)} ${line.sid ? line.name : t("chat.you")}: ${indented(line.text)}\n`;
  });
  return `${t("chat.marks")}\n\n${all.join("")}`;
}

function indented(text: string): string {
  return text.split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/).join("\n      ");
}
