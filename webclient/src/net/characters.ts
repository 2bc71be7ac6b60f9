// What cannot be seen in a text that others have written (protocol, section 1). The characters are
// listed, and not taken from a table of Unicode: all versions of all clients have to draw the same
// line.

/**
 * Controls, what turns the direction of the text around it, and what takes a place without showing
 * anything. For a class in a regular expression.
 */
export const unseen = String.raw`\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}`;
/** Joiners and selectors: they show nothing themselves, and change how their neighbours look. */
export const joining = String.raw`\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}`;
export const space = String.raw`\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
/** Halves of characters: no text. */
const halves = String.raw`\ud800-\udfff`;

const isUnseen = new RegExp(`[${unseen}]`, "u");
const isJoining = new RegExp(`[${joining}]`, "u");
const isSpace = new RegExp(`[${space}]`, "u");
const anyHalf = new RegExp(`[${halves}]`, "gu");
const anyUnseen = new RegExp(`(?![\\n\\t])[${unseen}]`, "gu");
const anyBreak = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const visible = new RegExp(`[^${unseen}${joining}${space}]`, "u");

/** The scripts before it (Latin, Greek, Cyrillic) have no use for what joins. */
const firstJoined = "\u0590";
const mostInName = 80;

/** A text as one line that shows all that is in it: empty if that is nothing. */
export function toLine(text: string): string {
  let [line, last, held] = ["", "", ""]; // held: a joiner that waits for what it joins
  let gap = false;
  for (const c of text.replace(anyHalf, "\ufffd")) {
    const joins = line !== "" && !gap && held === "" && last >= firstJoined;
    if (isSpace.test(c)) {
      gap = line !== "";
      held = "";
    } else if (isUnseen.test(c)) {
      // gone
    } else if (c === "\u200c" || c === "\u200d") {
      if (joins) held = c;
    } else if (isJoining.test(c)) {
      if (joins && !isJoining.test(last)) {
        line += c;
        last = c;
      }
    } else {
      if (gap) line += " ";
      else if (c >= firstJoined) line += held;
      line += c;
      [last, held, gap] = [c, "", false];
    }
  }
  return line;
}

/** Whether somebody may be called so. */
export function isName(text: string): boolean {
  const isShort = text.length <= 2 * mostInName && [...text].length <= mostInName;
  return text !== "" && isShort && text === toLine(text);
}

/** What somebody writes without what turns text around or cannot be seen; its lines stay. */
export function toText(text: string): string {
  return text.replace(anyBreak, "\n").replace(anyUnseen, "").replace(anyHalf, "\ufffd");
}

/** Whether there is anything to see in a text. */
export function hasVisible(text: string): boolean {
  return visible.test(text);
}
