// What happens between us and one peer, in the words of every level from its connection up to the
// session: each hears it from the one below as one of these, and passes on what is not for itself.
import type { Auth } from "../crypto/auth.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { PairMessage } from "../net/protocol.ts";
import type { FileProgress } from "./filerules.ts";
import type { NegotiationMessage, Way } from "./negotiation.ts";
import type { PeerState } from "./state.ts";
import type { Unrelayed } from "./unrelayed.ts";

export type PeerEvent =
  /**
   * The sealed path is open and the peer has proved who it is; again after each loss. What was sent
   * before may be lost.
   */
  | { readonly kind: "authenticated"; readonly auth: Auth }
  /** The data channel is open: from here on nothing but negotiation may touch the server. */
  | { readonly kind: "channel-open" }
  /** The peer has closed it, mostly with the whole connection: it may have left. */
  | { readonly kind: "channel-closed" }
  | { readonly kind: "message"; readonly message: PairMessage }
  /** A file was offered, or goes on, or had its end. */
  | { readonly kind: "file"; readonly file: FileProgress }
  /** The channel for what people make together is open, also again: nothing is known of before. */
  | { readonly kind: "doc-open" }
  /** Came on it; only the part that the kind is of knows what it says. */
  | { readonly kind: "doc"; readonly of: number; readonly payload: Bytes }
  /** The first picture begins to come in. */
  | { readonly kind: "first-picture" }
  /** How the pair stands, or what the peer is known to run or to have shown. */
  | { readonly kind: "changed"; readonly state: PeerState }
  /** Nothing comes from the peer any more: it may not be the only one. */
  | { readonly kind: "doubtful" }
  /** There is no way to the peer, and none over the relay; once until there is one. */
  | { readonly kind: "unrelayed"; readonly why: Unrelayed }
  /**
   * Somebody tampered, or the peer broke the protocol: nothing more comes from it. `late`: there had
   * been a way to it, so media may have flowed.
   */
  | { readonly kind: "attack"; readonly reason: string; readonly late?: boolean };

type Of<Kind extends PeerEvent["kind"]> = Extract<PeerEvent, { readonly kind: Kind }>;

/** Of the path through the server. */
export type PathEvent = Of<"authenticated" | "message" | "attack">;

/** Of the connection; what the pair above makes of the rest is its own business. */
export type ConnectionEvent =
  | Of<
      | "channel-open"
      | "channel-closed"
      | "doc-open"
      | "first-picture"
      | "changed"
      | "doubtful"
      | "unrelayed"
      | "attack"
    >
  /** To be said to the peer; it may be lost, restart() repeats it. */
  | {
      readonly kind: "negotiation";
      readonly message: NegotiationMessage;
      /** The one that is known to be alive; undefined if none is. */
      readonly way: Way | undefined;
    }
  /** From the peer's data channel. */
  | { readonly kind: "text"; readonly text: string }
  /** From the peer's file channel; it may be of any type. */
  | { readonly kind: "chunk"; readonly data: unknown }
  /** From the channel for what people make together; it may be of any type. */
  | { readonly kind: "doc-data"; readonly data: unknown }
  /** The peer closed the file channel. */
  | { readonly kind: "files-closed" }
  /** There is a way to the peer, also again after a loss too short to be told. */
  | { readonly kind: "reachable" };

/** A connection that can never work again: another one is to take its place. */
export interface DeadEvent {
  readonly kind: "dead";
}
