// The chat as plain text, to be saved by the person.
import type { ChatLine } from "../../call/model.ts";
import { clock, t } from "../i18n/index.ts";

/** "14:32 Anna: Hello", a line for each; one's own lines under "You". Further lines of one text are indented: nobody can write another's words. Of a file there is the name. */
export function chatAsText(lines: readonly ChatLine[]): string {
  return lines
    .map((line) => `${clock(line.at)} ${line.sid ? line.name : t("chat.you")}: ${indented(line.text)}\n`)
    .join("");
}

function indented(text: string): string {
  return text.split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/).join("\n    ");
}
