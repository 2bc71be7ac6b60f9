// Why a connection has no way over the relay, so that a person who is not connected can be told.

/**
 * "relay-full": the relay has no address left for us. "no-relay": it gave none, or was not reached;
 * Firefox does not say which.
 */
export type Unrelayed = "relay-full" | "no-relay";

/** Allocation Quota Reached (RFC 8656, section 19). */
const quotaReached = 486;

export class RelayWatch {
  #why: Unrelayed | undefined;
  #relayed = false;

  constructor(pc: RTCPeerConnection) {
    pc.addEventListener("icegatheringstatechange", () => {
      if (pc.iceGatheringState === "gathering") this.#relayed = false;
    });
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type !== "relay") return;
      this.#relayed = true;
      this.#why = undefined;
    });
    pc.addEventListener("icecandidateerror", ({ errorCode }) => {
      if (errorCode === quotaReached) this.#why = "relay-full";
      else this.#why ??= "no-relay";
    });
  }

  /** Of what was gathered last: a browser asks for many addresses, and one is enough. */
  get reason(): Unrelayed | undefined {
    return this.#relayed ? undefined : this.#why;
  }
}
