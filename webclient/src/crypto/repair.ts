// Finds the one link in a text, and undoes what other programs do to links. internal/links/find.go
// has the same rules, and testdata/links.json tests both. Nothing is undone that a whole link can
// have in it; what could be two links is none.
import { type Bytes, fromBase64url } from "./bytes.ts";

/**
 * "link-incomplete": its end is missing. "link-unknown": damaged, of a later version, or no link of
 * ours. "link-several": there are several different ones.
 */
export type LinkProblem = "link-incomplete" | "link-unknown" | "link-several";

const sentences: Record<LinkProblem, string> = {
  "link-incomplete": "the end of the link is missing",
  "link-unknown": "the link is damaged or of an unknown version",
  "link-several": "the text has several links",
};

export class LinkError extends Error {
  readonly code: LinkProblem;

  /** The message never quotes the link: it is a secret. */
  constructor(code: LinkProblem) {
    super(sentences[code]);
    this.name = "LinkError";
    this.code = code;
  }
}

export interface FoundLink {
  /** Scheme and host; empty if the text names none. */
  readonly origin: string;
  /** "#1…", "#1H…" or "#c…", well-formed. */
  readonly fragment: string;
}

/**
 * The length of what follows the kind and the secret is that of a hash or of a seed; a creator link
 * is a seed alone.
 */
export const sizes = { secret: 16, hostKeyHash: 16, seed: 32 } as const;
export const kinds = ["video", "audio", "chat"] as const;

/** More than any mail around a link has. */
const maxText = 64 * 1024;

const escaped = /(?:%[0-9a-f]{2})+/gi;
const entity = /&(?:#([0-9]{1,5})|#x([0-9A-Fa-f]{1,5})|amp|lt|gt|quot|apos|nbsp|shy|num);/g;
const names: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&nbsp;": "\u00a0",
  "&shy;": "\u00ad",
  "&num;": "#",
};
/** Quoted-printable (RFC 2045, 6.7). */
const quoted = /=(?:\r?\n|(2[036DF]|3[ADF]|5F))/g;
const backslash = /\\([#_/-])/g;
const tag = /<\/?(?:wbr|br|span)(?:[ \t\r\n/][^<>]*)?>/gi;
/** The > and | are those of a quoted mail. */
const newLine = /[\r\n\u2028\u2029][\r\n\t >|]*/g;
const space = /[\t\v\f\u0085\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;
const invisible = /[\p{Cc}\p{Cf}]|\u034f|\p{Variation_Selector}/gu;
const otherHyphen = /[\u2010\u2011\u2212\ufe63]/g;
const wide = /[\uff01-\uff5e]/g;

/** A link may be escaped twice, in HTML, in a mail. */
const rounds = 4;

export function undoDamage(damaged: string): string {
  let text = damaged;
  for (let round = 0; round < rounds; round++) {
    const before = text;
    text = text
      .replace(
        entity,
        (name, decimal = "", hex = "") => names[name] ?? character(decimal ? decimal : `0x${hex}`),
      )
      .replace(escaped, fromPercent)
      .replace(quoted, (_, hex = "") => (hex === "" ? "" : character(`0x${hex}`)));
    if (text === before) break;
  }
  return text
    .replace(backslash, "$1")
    .replace(tag, " ")
    .replace(newLine, " ")
    .replace(space, " ")
    .replace(invisible, "")
    .replace(otherHyphen, "-")
    .replace(wide, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/** Controls are what HTML makes of them (HTML, 13.2.5.80): signs of Windows, no letters. */
function character(number: string): string {
  const code = Number(number);
  return code === 0 || (code >= 0x80 && code < 0xa0) ? "\ufffd" : String.fromCodePoint(code);
}

function fromPercent(run: string): string {
  const bytes = Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).replace(/\ufffd+/g, "\ufffd"); // as Go does it
}

/** Throws a LinkError, and nothing else. */
export function findLink(damaged: string): FoundLink {
  if (damaged.length > maxText) throw new LinkError("link-unknown");
  const text = undoDamage(damaged);
  if (!text.includes("#")) return { origin: "", fragment: readBare(text.trim()) };
  let [origin, fragment] = ["", ""];
  let problem: LinkProblem = "link-unknown";
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
    const found = scanFragment(text.slice(at + 1));
    if (found === "link-incomplete") problem = found;
    if (!isFragment(found)) continue;
    const from = originBefore(text.slice(0, at));
    const isOther =
      (fragment !== "" && found !== fragment) || (origin !== "" && from !== "" && from !== origin);
    if (isOther) throw new LinkError("link-several");
    fragment = found;
    origin ||= from;
  }
  if (fragment === "") throw new LinkError(problem);
  return { origin, fragment };
}

/**
 * What makes a guest link one for a single person: a full stop and a token after it. Empty if there
 * is none, or it was damaged: then it is a guest link like any other.
 */
export function personalPart(text: string): string {
  return /#1A[\w-]{43}(\.[\w-]{22})(?![\w-])/.exec(undoDamage(text))?.[1] ?? "";
}

export type LinkKind = "guest" | "host" | "creator";

/**
 * What kind of link the server was asked for as a path or a query, as happens to one whose # was
 * escaped or lost; undefined if it was none. Of a link that is damaged as well, the server has seen
 * a part.
 */
export function seenLink(pathname: string, search: string): LinkKind | undefined {
  const text = undoDamage(pathname + search);
  const start =
    /#[ =]*(1A|1H|c)[\w-]{8}/.exec(text) ??
    /^\/+\??(?:(1A|1H)[\w-]{8}|(c)[\w-]{43}(?![\w-]))/.exec(text);
  if (start === null) return undefined;
  const kind = start[1] ?? start[2];
  if (kind === "c") return "creator";
  return kind === "1H" ? "host" : "guest";
}

type Fragment = `#${string}`;

function isFragment(found: Fragment | LinkProblem): found is Fragment {
  return found.startsWith("#");
}

/** Reads a text without a #: what stands after one, or an address that has lost all of it. */
function readBare(text: string): Fragment {
  if (text === "" || text === "1" || /^https?:\/\/[^\s/]+\/?$/i.test(text))
    throw new LinkError("link-incomplete");
  const found = scanFragment(text);
  if (isFragment(found)) return found;
  throw new LinkError(text.startsWith("1") ? found : "link-unknown"); // else it is a word
}

/** A piece of a link, and not a word after a link that was cut off. */
const noWord = /[a-z].*[A-Z]/;
const letters = /[A-Za-z0-9_-]*/y;
const breaks = /[ =]*/y;

/** Reads what stands after a #. */
function scanFragment(text: string): Fragment | LinkProblem {
  let at = 0;
  const takeMatch = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text)?.[0] ?? "";
    at += taken.length;
    return taken;
  };
  for (let body = ""; ; ) {
    takeMatch(breaks);
    const piece = takeMatch(letters);
    if (body !== "" && !noWord.test(piece)) return "link-incomplete";
    body += piece;
    const size = bodySize(body);
    if (size === 0)
      return at === text.length && "1".startsWith(body) ? "link-incomplete" : "link-unknown";
    if (body.length >= size) {
      const more = body.slice(size);
      const isSecond = /^https?$/i.test(more) && text.startsWith("://", at);
      // A word may be glued to it, or a letter too many in its midst.
      return /^[_-]*$/.test(more) || isSecond ? wellFormed(body.slice(0, size)) : "link-unknown";
    }
    if (at === text.length) return "link-incomplete";
    if (/[ =]/.test(text.charAt(at))) continue;
    at += String.fromCodePoint(text.codePointAt(at) ?? 0).length;
    return takeMatch(letters) === "" ? "link-incomplete" : "link-unknown"; // a letter was lost or changed
  }
}

/** How many characters follow the # in a link that begins like this one; 0 if none does. */
function bodySize(body: string): number {
  const { secret, hostKeyHash, seed } = sizes;
  if (body.startsWith("1A")) return 1 + encodedLength(1 + secret + hostKeyHash); // the first byte, the kind, is small
  if (body.startsWith("1H")) return 2 + encodedLength(1 + secret + seed);
  return body.startsWith("c") ? 1 + encodedLength(seed) : 0;
}

function encodedLength(bytes: number): number {
  return Math.ceil((bytes * 8) / 6);
}

/** The bytes that a fragment carries. */
export function payloadOf(fragment: string): Bytes {
  return fromBase64url(fragment.slice(fragment.startsWith("#1H") ? 3 : 2));
}

function wellFormed(body: string): Fragment | LinkProblem {
  const fragment: Fragment = `#${body}`;
  try {
    const kind = payloadOf(fragment)[0] ?? kinds.length;
    return (body.startsWith("c") || kind < kinds.length) && isMixed(body)
      ? fragment
      : "link-unknown";
  } catch {
    return "link-unknown"; // stray bits in the last character
  }
}

/** False for what some program changed to capitals, or to small letters. */
export function isMixed(text: string): boolean {
  const payload = text.replace(/^(?:#?)(?:1H?|c)/, "");
  return payload !== payload.toUpperCase() && payload !== payload.toLowerCase();
}

/** How far before its # a link may begin. */
const maxBefore = 1024;

/** Reads the server's address in what stands before the #, whatever path and query it has got. */
function originBefore(text: string): string {
  const word = text.slice(-maxBefore).trimEnd().split(" ").at(-1) ?? "";
  const scheme = [...word.matchAll(/(https?):\/{1,3}/gi)].at(-1);
  const protocol = scheme?.[1]?.toLowerCase() ?? "https";
  const rest = scheme
    ? word.slice(scheme.index + scheme[0].length)
    : word.replace(/^[^A-Za-z0-9[]*/, "");
  const host = (rest.split(/[/?\\]/)[0] ?? "").toLowerCase();
  const isHost = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/.test(host);
  if (!isHost || (!scheme && !host.includes("."))) return "";
  return `${protocol}://${host.replace(protocol === "http" ? /:80$/ : /:443$/, "")}`;
}
