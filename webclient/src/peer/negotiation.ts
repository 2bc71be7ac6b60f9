// What two peers say to each other to find a way, and on which way they say it.
import type { PairMessage } from "../net/protocol.ts";

export type DescriptionMessage = Extract<PairMessage, { kind: "description" }>;
export type CandidateMessage = Extract<PairMessage, { kind: "candidate" }>;
export type NegotiationMessage =
  | DescriptionMessage
  | CandidateMessage
  | Extract<PairMessage, { kind: "restart" }>;

/** How a message travels: over the data channel, or sealed through the server. */
export type Way = "direct" | "server";

export function isNegotiation(message: PairMessage): message is NegotiationMessage {
  return ["description", "candidate", "restart"].includes(message.kind);
}
