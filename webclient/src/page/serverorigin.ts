// Where the rooms of this page live.
import { parseUrl } from "../net/address.ts";

/** An address without a path: origin as in "https://call.example", host as in "call.example". */
type ServerOrigin = Pick<Location, "origin" | "host">;

/**
 * The server whose links these are. That is the one the page came from, unless `einmal call` on
 * this machine stands in for it: then the page is at a loopback address and `?at=` names the
 * server.
 */
export function serverOrigin({
  origin,
  host,
  hostname,
  search,
}: Location = location): ServerOrigin {
  const at = new URLSearchParams(search).get("at") ?? "";
  const named = hostname === "127.0.0.1" ? parseUrl(at) : undefined;
  return named ?? { origin, host };
}

/** `einmal call` stands in for the server, at another address each time. */
export function isStandIn(): boolean {
  return serverOrigin().origin !== location.origin;
}

/** Where this page finds its server, or what stands in for it. */
export function signalUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`;
}
