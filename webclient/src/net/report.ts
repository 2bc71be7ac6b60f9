// What the server says that it holds about us: docs/protocol.md, section 3.3, in types.
import type { Role } from "./protocol.ts";

/**
 * All that the server holds about this connection, this person and the room, if it says so truly.
 */
export interface KnowsMessage {
  readonly kind: "knows";
  /**
   * The other end of the connection as the server sees it, IP:PORT; behind a proxy, the proxy's.
   */
  readonly address: string;
  readonly source: KnownSource;
  /** A room was made over this connection. */
  readonly created: boolean;
  readonly sid: string;
  readonly key: string;
  readonly role: Role;
  /** The name of the room between people and operator; leads to no link. */
  readonly handle: string;
  readonly seats: number;
  /** Seconds since 1970. */
  readonly expires: number;
  /** One is held, sealed. */
  readonly appointment?: boolean;
  /** Bytes of what lies there, sealed, to be taken. */
  readonly box?: number;
  readonly hostKey: string;
  // A knocker is not told these four.
  readonly used?: boolean;
  /** Epoch of the newest roster that took somebody off, or under which the host left for now. */
  readonly removal?: number;
  /** The host, or some guest, whichever we are, has reported a connection. */
  readonly connected?: boolean;
  readonly members?: number;
  readonly waiting?: number;
  /** Once there are credentials. */
  readonly relay?: KnownRelay;
}

/** What is counted of one network address, or IPv6 /64. */
export interface KnownSource {
  readonly sockets: number;
  /** Creates and joins in the minute that began at `since`, in seconds since 1970. */
  readonly attempts: number;
  readonly since: number;
  /** Rooms in an hour, on a server that asks for work. */
  readonly creates: number;
  /** On this room; those of more than a minute ago go with the next. */
  readonly knocks: number;
  /** Of boxes that came or went in an hour. */
  readonly pieces?: number;
}

export interface KnownRelay {
  /** When the next credentials come, in seconds since 1970. */
  readonly renew?: number;
  /** At least one. */
  readonly allocations?: readonly KnownAllocation[];
}

/** One relayed address. */
export interface KnownAllocation {
  readonly transport: "udp" | "tcp" | "tls";
  /** Ours, as the relay sees it, IP:PORT. */
  readonly address: string;
  readonly relayed: string;
  /** Seconds since 1970. */
  readonly until: number;
  /** Others of the room may send to it. */
  readonly permitted: boolean;
  /** Bound to relayed addresses of others. */
  readonly channels: number;
  readonly sent: number;
}
