// What people are called, and how much alike.
import { joining, toLine, toText } from "../net/characters.ts";

export { toLine, toText };

const folds = new RegExp(`[${joining} ]`, "gu");
const foldName = (name: string) => toLine(name).normalize("NFKC").toLowerCase().replace(folds, "");

/** Whether two names look so much like each other that one may be taken for the other. */
export function isAlike(name: string, other: string): boolean {
  return foldName(name) === foldName(other);
}
