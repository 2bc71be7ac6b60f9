/**
 * A name or a topic as one line that shows what it says: without controls, and without the characters that turn the direction of the text around them or cannot be
 * seen. What joins letters and emoji stays.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u0085]+/g, " ")
    .replace(/[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]/gu, "")
    .trim();
}
