// What may be said of an ICE candidate, and what may be shown of one to the browser (protocol,
// section 4.3).
import { scope, scopeOf } from "../net/address.ts";

/**
 * So many of a generation are taken from a peer: each has checks sent to an address of its choice.
 */
export const mostCandidates = 32;
/**
 * Of these are not relayed. Relayed ones come last and are what a machine with many addresses may
 * depend on.
 */
export const mostUnrelayed = 24;

/** In characters; the longest of a browser has about 200. */
const longest = 512;

/** draft-ietf-mmusic-mdns-ice-candidates. */
const mdnsName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/i;

/**
 * A candidate (RFC 8839, section 5.1) over UDP to a literal address or an mDNS name, and of what
 * comes after that only the parts that ICE needs; undefined if it is another. What is left says
 * nothing of the address behind a reflexive or relayed one.
 */
export function cleanCandidate(text: string): string | undefined {
  if (text.length > longest || !/^[ -~]*$/.test(text)) return undefined;
  const [
    prefix = "",
    component = "",
    transport = "",
    priority = "",
    address = "",
    port = "",
    typ,
    type = "",
    ...rest
  ] = text.split(" ");
  const isUdp =
    /^[12]$/.test(component) && /^udp$/i.test(transport) && /^[0-9]{1,10}$/.test(priority);
  const isTyped =
    typ === "typ" && /^(?:host|srflx|prflx|relay)$/.test(type) && rest.length % 2 === 0;
  const isWhole =
    /^candidate:[A-Za-z0-9+/]{1,32}$/.test(prefix) && isUdp && isReachable(address) && isPort(port);
  if (!isWhole || !isTyped) return undefined;
  const clean = [prefix, component, "udp", priority, address, port, typ, type];
  if (type !== "host") clean.push("raddr", "0.0.0.0", "rport", "0");
  for (let i = 0; i < rest.length; i += 2) {
    const [name = "", value = ""] = rest.slice(i, i + 2);
    if (extensions.get(name)?.test(value)) clean.push(name, value);
  }
  return clean.join(" ");
}

const extensions = new Map([
  ["ufrag", /^[A-Za-z0-9+/]{4,256}$/],
  ["network-cost", /^[0-9]{1,3}$/],
]);

function isReachable(address: string): boolean {
  const reach = scopeOf(address);
  return (reach !== undefined && reach !== scope.nobody) || mdnsName.test(address);
}

function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535;
}

/** In characters (RFC 8839, section 5.4); nobody begins a longer one. */
const longestUfrag = 256;
/** So many generations of a peer that are over are known again. */
const mostOver = 64;

/**
 * Lets the candidates of one generation through, up to a number. A generation of ICE is named by
 * its ufrag (RFC 8839, section 5.4).
 */
export class CandidateGate {
  #ufrag: string | undefined;
  readonly #over = new Set<string>();
  readonly #seen = new Set<string>();

  /**
   * Starts another generation if the peer's description says so; candidates that came before the
   * first count for it.
   */
  beginGeneration(ufrag: string): void {
    if (this.#ufrag !== undefined && this.#ufrag !== ufrag) {
      this.#seen.clear();
      if (this.#ufrag.length <= longestUfrag) this.#over.add(this.#ufrag);
      const [oldest] = this.#over;
      if (this.#over.size > mostOver && oldest !== undefined) this.#over.delete(oldest);
    }
    this.#ufrag = ufrag;
  }

  /** Another generation has begun since: what is still said of this one came late. */
  isOver(ufrag: string): boolean {
    return this.#over.has(ufrag);
  }

  /** What is shown to the browser. The end of candidates passes as it is. */
  filterCandidate(text: string): string | undefined {
    if (text === "") return "";
    const clean = cleanCandidate(text);
    if (clean === undefined) return undefined;
    const most = clean.includes(" typ relay ") ? mostCandidates : mostUnrelayed;
    if (!this.#seen.has(clean) && this.#seen.size >= most) return undefined;
    this.#seen.add(clean);
    return clean;
  }
}
