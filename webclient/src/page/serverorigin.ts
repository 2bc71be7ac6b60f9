// Where the rooms of this page live.

/** An address without a path: origin as in "https://call.example", host as in "call.example". */
type Home = Pick<Location, "origin" | "host">;

/**
 * The server whose links these are. That is the one the page came from, unless `einmal call` on
 * this machine stands in for it: then the page is at a loopback address and `?at=` names the
 * server.
 */
export function home({ origin, host, hostname, search }: Location = location): Home {
  const at = new URLSearchParams(search).get("at") ?? "";
  return hostname === "127.0.0.1" && URL.canParse(at) ? new URL(at) : { origin, host };
}
