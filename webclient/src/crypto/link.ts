// The links of a room and the keys that follow from them (protocol, section 2).
import { type Bytes, concat, equal, fromBase64url, random, toBase64url, utf8 } from "./bytes.ts";
import { keyFromSeed } from "./ed25519.ts";
import { hkdf, sha256 } from "./hash.ts";

export type CallKind = "video" | "audio" | "chat";

/** What a guest holds: the room secret S (16 bytes) and the pin F of the host key (16 bytes). */
export interface GuestLink {
  readonly role: "guest";
  readonly kind: CallKind;
  readonly secret: Bytes;
  readonly pin: Bytes;
}

/** What the host holds: the room secret S (16 bytes) and the seed of the host key (32 bytes). */
export interface HostLink {
  readonly role: "host";
  readonly kind: CallKind;
  readonly secret: Bytes;
  readonly seed: Bytes;
}

export type Link = GuestLink | HostLink;

/** "link-incomplete": its end is missing. "link-unknown": damaged, of a later version, or no link of ours. */
export type LinkProblem = "link-incomplete" | "link-unknown";

export class LinkError extends Error {
  readonly code: LinkProblem;

  /** The message never quotes the link: it is a secret. */
  constructor(code: LinkProblem) {
    super(
      code === "link-incomplete" ? "the end of the link is missing" : "the link is damaged or of an unknown version",
    );
    this.name = "LinkError";
    this.code = code;
  }
}

const kinds: readonly CallKind[] = ["video", "audio", "chat"];
const SECRET = 16;
const PIN = 16;
const SEED = 32;

/**
 * Reads a whole link, or its fragment with or without "#". Throws a LinkError, and nothing else.
 * A guest link starts with "1A", because its first byte is below 4: it cannot be taken for a host link, "1H".
 */
export function parseLink(text: string): Link {
  const fragment = text.slice(text.indexOf("#") + 1);
  const role = fragment.startsWith("1H") ? "host" : "guest";
  const payload = fragment.slice(role === "host" ? 2 : 1);
  const size = 1 + SECRET + (role === "host" ? SEED : PIN);
  if (fragment !== "" && !/^1[\w-]*$/.test(fragment)) throw new LinkError("link-unknown");
  if (payload.length < Math.ceil((size * 8) / 6)) throw new LinkError("link-incomplete");
  const bytes = decode(payload, size);
  const kind = kinds[bytes[0] ?? kinds.length];
  if (kind === undefined) throw new LinkError("link-unknown");
  const secret = bytes.slice(1, 1 + SECRET);
  const rest = bytes.slice(1 + SECRET);
  return role === "host" ? { role, kind, secret, seed: rest } : { role, kind, secret, pin: rest };
}

/** Reads the fragment of a creator link, "#c" and 32 bytes: the seed of the creator's key. Throws a LinkError, and nothing else. */
export function parseCreator(fragment: string): Bytes {
  const payload = fragment.slice("#c".length);
  if (!/^#c[\w-]*$/.test(fragment)) throw new LinkError("link-unknown");
  if (payload.length < Math.ceil((SEED * 8) / 6)) throw new LinkError("link-incomplete");
  return decode(payload, SEED);
}

function decode(payload: string, size: number): Bytes {
  try {
    return fromBase64url(payload, size);
  } catch {
    throw new LinkError("link-unknown");
  }
}

/** The fragment with its "#". */
export function formatFragment(link: Link): string {
  const rest = link.role === "host" ? link.seed : link.pin;
  const payload = toBase64url(concat(Uint8Array.of(kinds.indexOf(link.kind)), link.secret, rest));
  return `#1${link.role === "host" ? "H" : ""}${payload}`;
}

/** The link as people mail it. `origin` is scheme and host without a path, as in `location.origin`. */
export function formatLink(origin: string, link: Link): string {
  return `${origin}/${formatFragment(link)}`;
}

/** A new room, made here and known to nobody else yet. */
export function newRoom(kind: CallKind): HostLink {
  return { role: "host", kind, secret: random(SECRET), seed: random(SEED) };
}

/** The link that the host gives to guests. */
export async function guestLink(link: HostLink): Promise<GuestLink> {
  const { publicKey } = await keyFromSeed(link.seed);
  return { role: "guest", kind: link.kind, secret: link.secret, pin: await hostPin(publicKey) };
}

export interface RoomKeys {
  /** The room id, 16 bytes: all that the server is told. */
  readonly room: string;
  /** 32 bytes that never leave the browsers. */
  readonly psk: Bytes;
}

export async function roomKeys(link: Pick<Link, "secret">): Promise<RoomKeys> {
  const empty = new Uint8Array(0);
  const room = await hkdf(link.secret, empty, utf8("einmal/1 room id"), 16);
  const psk = await hkdf(link.secret, empty, utf8("einmal/1 psk"), 32);
  return { room: toBase64url(room), psk };
}

/** F: the first 16 bytes of SHA-256("einmal/1 host" || host key). */
export async function hostPin(hostKey: string): Promise<Bytes> {
  return (await sha256(concat(utf8("einmal/1 host"), fromBase64url(hostKey, 32)))).slice(0, PIN);
}

/** Whether this is the host key that the guest link pins. */
export async function isPinned(pin: Uint8Array, hostKey: string): Promise<boolean> {
  return equal(pin, await hostPin(hostKey));
}
