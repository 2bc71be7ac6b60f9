// How a pair stands, in the words that screens and tests use.

export type PeerState = "connecting" | "connected" | "reconnecting" | "failed";

/** How media reaches a peer; "unknown" until connected. */
export type Route = "unknown" | "direct" | "relay";
