// Addresses that others name: of relays, and of each other.

/** How far a literal address reaches; the nearer, the greater. */
export const scope = {
  public: 0,
  /** Private or link-local (RFC 1918, 3927, 4193, 4291). */
  network: 1,
  /** Loopback. */
  machine: 2,
  /** No single machine's: multicast, unspecified, IPv4 mapped into IPv6. */
  nobody: 3,
} as const;

type Scope = (typeof scope)[keyof typeof scope];

/** Undefined for what is no literal address, or one with a zone. */
export function scopeOf(text: string): Scope | undefined {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)) return scopeOf4(text);
  if (!/^[0-9a-f:]{2,39}$/i.test(text) || !parseUrl(`http://[${text}]/`)) return undefined;
  const short = new URL(`http://[${text}]/`).hostname;
  if (short === "[::1]") return scope.machine;
  if (/^\[(?:::\]|ff[0-9a-f]{2}:|::ffff:[0-9a-f]+:[0-9a-f]+\])/.test(short)) return scope.nobody;
  return /^\[(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(short) ? scope.network : scope.public;
}

function scopeOf4(text: string): Scope {
  const [first = 0, second = 0] = text.split(".").map(Number);
  if (first === 0 || first >= 224) return scope.nobody;
  if (first === 127) return scope.machine;
  const isPrivate =
    first === 10 || (first === 172 && second >> 4 === 1) || (first === 192 && second === 168);
  return isPrivate || (first === 169 && second === 254) ? scope.network : scope.public;
}

/** RFC 7065. */
const turnUrl =
  /^turns?:(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?(?:\?transport=(?:udp|tcp))?$/;
/**
 * A last label that begins with a letter keeps out what resolvers take for an address, such as
 * 0x7f.1.
 */
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** RFC 1035. */
const longestName = 253;

/**
 * The host of a TURN URL, an IPv6 address without brackets; undefined if that is no URL of ours.
 */
function turnHost(url: string): string | undefined {
  const written = turnUrl.exec(url)?.[1];
  if (written === undefined) return undefined;
  const isBracketed = written.startsWith("[");
  const host = isBracketed ? written.slice(1, -1) : written;
  const reach = scopeOf(host);
  const isHost =
    reach === undefined
      ? !isBracketed && host.length <= longestName && hostName.test(host)
      : reach !== scope.nobody && isBracketed === host.includes(":");
  return isHost ? host : undefined;
}

export function isTurnUrl(url: string): boolean {
  return turnHost(url) !== undefined;
}

/**
 * Whether a relay may be asked that a server names: one in a network, or on a machine, in which the
 * server itself is not would be a stranger's way to knock there. `server` is the server's host.
 * Names are not resolved here.
 */
export function mayServe(url: string, server: string): boolean {
  const host = turnHost(url);
  return host !== undefined && nearness(host) <= nearness(server.replace(/^\[|\]$/g, ""));
}

function nearness(host: string): Scope {
  if (/^(?:.*\.)?localhost$/i.test(host)) return scope.machine; // RFC 6761
  const reach = scopeOf(host) ?? scope.public;
  return reach === scope.nobody ? scope.public : reach;
}

/** Undefined for what is no address. Browsers of 2022 have no URL.canParse. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
