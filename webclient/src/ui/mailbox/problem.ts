// What went wrong with a box, in words.
import { BoxError, DamagedBox } from "../../page/mailbox.ts";
import { type MailboxKey, mailboxText, mailboxWords } from "./words.ts";

/** What was being done: of that, the words of a server that does not answer say what is so. */
export type Doing = "look" | "leave" | "take" | "erase";

export function codeOfBox(error: unknown): string {
  if (error instanceof DamagedBox) return "damaged";
  return error instanceof BoxError ? error.code : "other";
}

export function problemOf(code: string, doing: Doing): string {
  const isKnown = (key: string): key is MailboxKey => Object.hasOwn(mailboxWords.en, key);
  const known = [`problem.${code}.${doing}`, `problem.${code}`].find(isKnown);
  return mailboxText(known ?? "problem.other");
}
