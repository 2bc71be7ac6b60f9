// The links of a room and the keys that follow from them (protocol, section 2).
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64url,
  random,
  toBase64url,
  utf8,
} from "./bytes.ts";
import { keyFromSeed } from "./ed25519.ts";
import { hkdf, sha256 } from "./hash.ts";
import { findLink, isMixed, kinds, LinkError, payloadOf, sizes } from "./repair.ts";

export {
  type FoundLink,
  findLink,
  LinkError,
  type LinkKind,
  type LinkProblem,
  personalPart,
  seenLink,
} from "./repair.ts";

export type CallKind = (typeof kinds)[number];

/** What a guest holds: the room secret S (16 bytes) and the hash F of the host key (16 bytes). */
export interface GuestLink {
  readonly role: "guest";
  readonly kind: CallKind;
  readonly secret: Bytes;
  readonly hostKeyHash: Bytes;
}

/** What the host holds: the room secret S (16 bytes) and the seed of the host key (32 bytes). */
export interface HostLink {
  readonly role: "host";
  readonly kind: CallKind;
  readonly secret: Bytes;
  readonly seed: Bytes;
}

export type Link = GuestLink | HostLink;

/**
 * Reads a link of a room, alone or in a text around it, repaired. Throws a LinkError, and nothing
 * else.
 */
export function parseLink(text: string): Link {
  const { fragment } = findLink(text);
  if (!fragment.startsWith("#1")) throw new LinkError("link-unknown");
  const bytes = payloadOf(fragment);
  const kind = kinds[bytes[0] ?? kinds.length];
  if (kind === undefined) throw new LinkError("link-unknown");
  const secret = bytes.slice(1, 1 + sizes.secret);
  const rest = bytes.slice(1 + sizes.secret);
  return fragment.startsWith("#1H")
    ? { role: "host", kind, secret, seed: rest }
    : { role: "guest", kind, secret, hostKeyHash: rest };
}

/** Reads a creator link in the same way: the seed of the creator's key. */
export function parseCreator(text: string): Bytes {
  const { fragment } = findLink(text);
  if (!fragment.startsWith("#c")) throw new LinkError("link-unknown");
  return payloadOf(fragment);
}

/** The fragment with its "#". */
export function formatFragment(link: Link): string {
  const rest = link.role === "host" ? link.seed : link.hostKeyHash;
  const payload = toBase64url(concat(Uint8Array.of(kinds.indexOf(link.kind)), link.secret, rest));
  return `#1${link.role === "host" ? "H" : ""}${payload}`;
}

/**
 * The link as people mail it. `origin` is scheme and host without a path, as in `location.origin`.
 */
export function formatLink(origin: string, link: Link): string {
  return `${origin}/${formatFragment(link)}`;
}

/**
 * A new room, made here and known to nobody else yet. Its links end in a letter or digit, because
 * mail programs and Markdown take a - or _ at the end for something that does not belong to the
 * link.
 */
export async function newRoom(kind: CallKind): Promise<HostLink> {
  for (;;) {
    const link: HostLink = {
      role: "host",
      kind,
      secret: random(sizes.secret),
      seed: random(sizes.seed),
    };
    const fragments = [link, await guestLink(link)].map(formatFragment);
    if (fragments.every((fragment) => /[A-Za-z0-9]$/.test(fragment) && isMixed(fragment)))
      return link;
  }
}

/** The link that the host gives to guests. */
export async function guestLink(link: HostLink): Promise<GuestLink> {
  const { publicKey } = await keyFromSeed(link.seed);
  return {
    role: "guest",
    kind: link.kind,
    secret: link.secret,
    hostKeyHash: await hashHostKey(publicKey),
  };
}

export interface RoomSecrets {
  /** The room id, 16 bytes: all that the server is told. */
  readonly room: string;
  /** 32 bytes that never leave the browsers. */
  readonly psk: Bytes;
}

/** They hang on the kind as well: a link whose kind was changed leads to no room. */
export async function deriveRoom({
  kind,
  secret,
}: Pick<Link, "kind" | "secret">): Promise<RoomSecrets> {
  const empty = new Uint8Array(0);
  const room = await hkdf(secret, empty, linkInfo("einmal/1 room id", { kind }), 16);
  const psk = await hkdf(secret, empty, linkInfo("einmal/1 psk", { kind }), 32);
  return { room: toBase64url(room), psk };
}

/** What tells keys that are derived from one secret apart. */
export function linkInfo(label: string, { kind }: Pick<Link, "kind">): Bytes {
  return concat(utf8(label), Uint8Array.of(kinds.indexOf(kind)));
}

/**
 * Names a room in a calendar, the same for every file about it; neither the server's room id nor any
 * key follows from it.
 */
export async function calendarId(link: Link): Promise<string> {
  const info = linkInfo(`einmal/1 calendar ${link.role}`, link);
  return toBase64url(await hkdf(link.secret, new Uint8Array(0), info, 16));
}

/** F: the first 16 bytes of SHA-256("einmal/1 host" || host key). */
export async function hashHostKey(hostKey: string): Promise<Bytes> {
  return (await sha256(concat(utf8("einmal/1 host"), fromBase64url(hostKey, 32)))).slice(
    0,
    sizes.hostKeyHash,
  );
}

/** Whether this is the host key that the guest link pins. */
export async function matchesHash(hostKeyHash: Uint8Array, hostKey: string): Promise<boolean> {
  return equalBytes(hostKeyHash, await hashHostKey(hostKey));
}
