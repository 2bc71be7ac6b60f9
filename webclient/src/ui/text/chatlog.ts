// The chat as plain text, to be saved by the person.
import type { ChatLine } from "../../call/model.ts";
import { clock, t } from "../i18n/index.ts";

/** "14:32 Anna: Hello", a line for each; one's own lines under "You". */
export function chatAsText(lines: readonly ChatLine[]): string {
  return lines.map((line) => `${clock(line.at)} ${line.sid ? line.name : t("chat.you")}: ${line.text}\n`).join("");
}
