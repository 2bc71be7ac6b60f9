// What the two ends of a data channel say there and nowhere else (protocol, sections 4.4 to 4.10).
import { isParticipation, type ParticipationMessage } from "../net/participation.ts";
import type {
  BuildMessage,
  DirectMessage,
  NamesMessage,
  PairMessage,
  WantMessage,
} from "../net/protocol.ts";
import type { PointerMessage } from "../net/sharing.ts";
import type { PeerProgram } from "./state.ts";

const directKinds = new Set<PairMessage["kind"]>([
  "commit",
  "reveal",
  "names",
  "build",
  "want",
  "pointer",
  "file",
  "accept",
  "decline",
  "withdraw",
  "received",
  "reaction",
  "ask",
  "caption",
  "recall",
  "history",
]);

export function isDirect(message: PairMessage): message is DirectMessage {
  return directKinds.has(message.kind);
}

/** Of these, what the session understands and the pair only carries. */
export function isForSession(
  message: DirectMessage,
): message is NamesMessage | WantMessage | PointerMessage | ParticipationMessage {
  return ["names", "want", "pointer"].includes(message.kind) || isParticipation(message);
}

/** Only two browsers have something to compare. */
export function programOf({ client, build = "" }: BuildMessage, own = ""): PeerProgram {
  if (client === "native") return "native";
  if (own === "" || build === "") return "unknown";
  return own === build ? "same" : "different";
}
