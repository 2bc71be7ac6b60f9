// What the two ends of a data channel say there and nowhere else (protocol, sections 4.4 to 4.11).
import {
  type HostingMessage,
  isHosting,
  isParticipation,
  type ParticipationMessage,
} from "../net/participation.ts";
import {
  type BuildMessage,
  type DirectMessage,
  type NamesMessage,
  type PairMessage,
  ProtocolError,
  type WantMessage,
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
  "written",
  "decline",
  "withdraw",
  "received",
  "reaction",
  "ask",
  "caption",
  "recall",
  "history",
  "hosting",
  "host-key",
]);

export function isDirect(message: PairMessage): message is DirectMessage {
  return directKinds.has(message.kind);
}

/** Of these, what the session understands and the pair only carries. */
export function isForSession(
  message: DirectMessage,
): message is NamesMessage | WantMessage | PointerMessage | HostingMessage | ParticipationMessage {
  const { kind } = message;
  return (
    ["names", "want", "pointer"].includes(kind) || isHosting(message) || isParticipation(message)
  );
}

/** What the peer runs, as it says once on each data channel. */
export class Program {
  name: PeerProgram = "unknown";
  readonly #own: string;
  #isSaid = false;

  constructor(own = "") {
    this.#own = own;
  }

  /** A browser keeps its pairs in other ways. */
  get isBrowser(): boolean {
    return this.name !== "native" && this.name !== "phone";
  }

  /** False if it was said before. */
  learn({ client, build = "" }: BuildMessage): boolean {
    if (this.#isSaid) return false;
    this.#isSaid = true;
    // Only two browsers have something to compare.
    if (client !== "browser") this.name = client;
    else if (this.#own === "" || build === "") this.name = "unknown";
    else this.name = this.#own === build ? "same" : "different";
    return true;
  }

  /** There is another data channel. */
  expectAgain(): void {
    this.#isSaid = false;
  }
}

/** The rule that the work finds broken, if it finds one. */
export function violationOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error.code;
  }
  return undefined;
}
