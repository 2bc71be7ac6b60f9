// What the two ends of a data channel say there and nowhere else (protocol, sections 4.4 to 4.8).
import type { BuildMessage, DirectMessage, PairMessage } from "../net/protocol.ts";
import type { PeerProgram } from "./state.ts";

const directKinds = new Set<PairMessage["kind"]>([
  "commit",
  "reveal",
  "names",
  "build",
  "want",
  "file",
  "accept",
  "decline",
  "withdraw",
  "received",
]);

export function isDirect(message: PairMessage): message is DirectMessage {
  return directKinds.has(message.kind);
}

/** Only two browsers have something to compare. */
export function programOf({ client, build = "" }: BuildMessage, own = ""): PeerProgram {
  if (client === "native") return "native";
  if (own === "" || build === "") return "unknown";
  return own === build ? "same" : "different";
}
