// The ways to the server that a call may take, and what tries on them say about calls. Pure; the
// tries are made in wayprobe.ts.
import { mayServe } from "../net/address.ts";

export interface Way {
  readonly transport: "udp" | "tcp" | "tls";
  /** Of the relay (RFC 7065). */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

/** `unclear`: this browser does not say, or does not use this way at all. */
export type Answer = "waiting" | "answered" | "silent" | "unclear";

export interface Trial {
  readonly answer: Answer;
  /** Until the answer, in ms. */
  readonly ms?: number;
}

export interface WayTrial extends Trial {
  readonly way: Way;
}

export type Verdict =
  | "checking"
  /** The server itself did not answer. */
  | "no-server"
  /** An answer came over UDP. */
  | "good"
  /** Answers came over TCP, with TLS or without, and none over UDP. */
  | "stream"
  /** Answers came over TCP; nobody knows of UDP. */
  | "some"
  /** The server answered, and its relay by none of its ways. */
  | "blocked"
  | "unclear";

/** So many of a kind are tried: one per transport is usual, and each costs the server answers. */
export const waysPerTransport = 2;

/**
 * The ways that may be tried: a relay in a network, or on a machine, in which the server itself is
 * not would say nothing about the way to it. `server` is the server's host.
 */
export function waysTo(urls: readonly string[], server: string): readonly Way[] {
  const ways = urls
    .filter((url) => mayServe(url, server))
    .map(wayFrom)
    .filter((way) => way !== undefined);
  return ways.filter(
    ({ transport }, n) =>
      ways.slice(0, n).filter((other) => other.transport === transport).length < waysPerTransport,
  );
}

const pattern = /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/;

function wayFrom(url: string): Way | undefined {
  const [, scheme, host = "", port, transport] = pattern.exec(url) ?? [];
  const secure = scheme === "turns";
  if (scheme === undefined || (secure && transport === "udp")) return undefined; // DTLS: no browser
  return {
    transport: secure ? "tls" : transport === "tcp" ? "tcp" : "udp",
    url,
    host,
    port: Number(port ?? (secure ? 5349 : 3478)),
  };
}

/** What is certain already is said before all tries are over. */
export function verdictOf(server: Trial, ways: readonly WayTrial[]): Verdict {
  if (server.answer === "silent") return "no-server";
  const udp = ways.filter(({ way }) => way.transport === "udp");
  const streams = ways.filter(({ way }) => way.transport !== "udp");
  if (udp.some(answered)) return "good";
  if ([server, ...ways].some(({ answer }) => answer === "waiting")) return "checking";
  if (streams.some(answered)) return udp.length > 0 && udp.every(silent) ? "stream" : "some";
  // Without a try of each kind something may be left that gets through.
  const all = udp.length > 0 && streams.length > 0 && ways.every(silent);
  return all ? "blocked" : "unclear";
}

const answered = ({ answer }: Trial) => answer === "answered";
const silent = ({ answer }: Trial) => answer === "silent";
