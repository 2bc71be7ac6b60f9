// What a file that is offered may be called (protocol, section 4.6): a name and no path, with
// nothing in it that is not seen.
import { hasVisible, unseen } from "./characters.ts";

/** In bytes of UTF-8. */
const mostBytes = 200;

const foreign = new RegExp(`[/\\\\:*?"<>|${unseen}\\ud800-\\udfff]`, "u");
const allForeign = new RegExp(foreign, "gu");

const length = (text: string) => new TextEncoder().encode(text).length;

export function isFileName(text: string): boolean {
  return (
    hasVisible(text) &&
    !foreign.test(text) &&
    !text.startsWith(".") &&
    !/[. ]$/.test(text) &&
    length(text) <= mostBytes
  );
}

/**
 * The name that a file is offered under: with an underscore for what must not be in it, and cut
 * before its extension if it is too long.
 */
export function toFileName(text: string): string {
  const name = text
    .replace(allForeign, "_")
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "");
  const at = name.lastIndexOf(".");
  const extension = at > 0 && length(name.slice(at)) <= mostBytes / 4 ? name.slice(at) : "";
  let characters = [...name.slice(0, name.length - extension.length)];
  while (length(characters.join("") + extension) > mostBytes) characters = characters.slice(0, -1);
  const fitting = characters.join("") + extension;
  return isFileName(fitting) ? fitting : "file";
}
