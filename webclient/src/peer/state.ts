// How a pair stands, in the words that screens and tests use.

export type PeerState = "connecting" | "connected" | "reconnecting" | "failed";

/** How media reaches a peer; "unknown" until connected. */
export type Route = "unknown" | "direct" | "relay";

/**
 * How a file stands; all but the first four are its end. "reading": its hash is being made here.
 * "waiting": it was running, and goes on
 * when there is another connection. "cut-off": the connection was gone first.
 * "damaged": it was not what was announced. "no-room": the receiver's browser has no place for it.
 */
export type FileState =
  | "reading"
  | "offered"
  | "running"
  | "waiting"
  | "done"
  | "declined"
  | "withdrawn"
  | "cut-off"
  | "damaged"
  | "unreadable"
  | "no-room";

/**
 * What a peer says that it runs, beside this page: the same client, a different one, no browser at
 * all; "unknown" if one of the two hashes is. A "phone" is passed on by a native client.
 */
export type PeerProgram = "unknown" | "same" | "different" | "native" | "phone";

/**
 * What has become of the network of this device: there was none, and now there is; perhaps it is
 * another; this page stood still; it is looked at again.
 */
export type NetworkChange = "moved" | "changed" | "woke" | "shown";
