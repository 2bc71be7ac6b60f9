// Perfect negotiation (W3C WebRTC, 10.7) on one RTCPeerConnection.
import type { PairMessage } from "../net/protocol.ts";
import { CandidateGate, cleanCandidate, mostCandidates } from "./candidate.ts";
import {
  checkSections,
  cleanDescription,
  DescriptionError,
  fingerprintOf,
  ownRole,
  ufragOf,
  withRole,
} from "./sdp.ts";

export type DescriptionMessage = Extract<PairMessage, { kind: "description" }>;
export type CandidateMessage = Extract<PairMessage, { kind: "candidate" }>;
export type NegotiationMessage = DescriptionMessage | CandidateMessage;

export interface NegotiatorOptions {
  /** The polite side gives way when two offers cross. It is also the one that offers first. */
  readonly polite: boolean;
  /** "audio", "video": what the call has. */
  readonly media: readonly string[];
  send(message: NegotiationMessage): void;
  /** Called after a remote offer was applied and before it is answered. */
  beforeAnswer(): void;
  /** A description that must not be applied; the pair is to be given up. */
  refused(reason: DescriptionError): void;
}

export class Negotiator {
  /** The fingerprint of the peer, from the first description that was applied; it never changes. */
  remoteFingerprint: string | undefined;

  readonly #pc: RTCPeerConnection;
  readonly #options: NegotiatorOptions;
  #makingOffer = false;
  #ignoreOffer = false;
  #answerPending = false;
  #started = false;
  /** Of our own, those of the last few descriptions. */
  #found: { readonly ufrag: string | null; readonly message: CandidateMessage }[] = [];
  readonly #gate = new CandidateGate();
  #early: CandidateMessage[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(pc: RTCPeerConnection, options: NegotiatorOptions) {
    this.#pc = pc;
    this.#options = options;
    pc.addEventListener("negotiationneeded", () => {
      // The first offer is start()'s; the impolite side waits for it, so that two first offers
      // never cross.
      if (this.#started) void this.#makeOffer();
    });
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate !== null) this.#gathered(candidate);
    });
  }

  start(): void {
    if (this.#started || !this.#options.polite) return;
    this.#started = true;
    void this.#makeOffer();
  }

  /** Says the open offer once more. */
  repeat(): void {
    this.#sendLocal();
  }

  async #makeOffer(): Promise<void> {
    // With a remote offer at hand an implicit local description would be its answer.
    if (this.#pc.signalingState === "have-remote-offer") return;
    try {
      this.#makingOffer = true;
      await this.#pc.setLocalDescription();
      this.#sendLocal();
    } catch {
      // A remote offer came first, or the connection was closed meanwhile; either way there is
      // nothing left to offer.
    } finally {
      this.#makingOffer = false;
    }
  }

  /**
   * Messages are handled one after the other: a candidate never overtakes the description it
   * belongs to.
   */
  receive(message: NegotiationMessage): void {
    this.#queue = this.#queue
      .then(() =>
        message.kind === "description" ? this.#description(message) : this.#candidate(message),
      )
      .catch((error: unknown) => {
        if (this.#pc.signalingState === "closed") return;
        if (error instanceof DescriptionError) this.#options.refused(error);
        else if (!this.#ignoreOffer) this.#options.refused(new DescriptionError(String(error)));
      });
  }

  async #description(message: DescriptionMessage): Promise<void> {
    const pc = this.#pc;
    const sdp = cleanDescription(message.sdp);
    const fingerprint = fingerprintOf(sdp);
    checkSections(sdp, this.#options.media);
    if (fingerprint !== (this.remoteFingerprint ?? fingerprint))
      throw new DescriptionError("the fingerprint changed");
    const readyForOffer =
      !this.#makingOffer && (pc.signalingState === "stable" || this.#answerPending);
    const collision = message.type === "offer" && !readyForOffer;
    this.#ignoreOffer = !this.#options.polite && collision;
    if (this.#ignoreOffer) return;
    // An answer to an offer that was rolled back, or said twice, has nothing to answer.
    if (message.type === "answer" && pc.signalingState !== "have-local-offer") return;
    this.#answerPending = message.type === "answer";
    this.#gate.beginGeneration(ufragOf(sdp));
    try {
      await pc.setRemoteDescription({ type: message.type, sdp });
    } finally {
      this.#answerPending = false;
    }
    this.remoteFingerprint = fingerprint;
    if (message.type === "offer") {
      this.#options.beforeAnswer();
      await pc.setLocalDescription();
      this.#sendLocal();
      this.#started = true;
    }
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) await this.#candidate(candidate);
  }

  async #candidate(message: CandidateMessage): Promise<void> {
    if (this.#ignoreOffer) return;
    const candidate = this.#gate.filterCandidate(message.candidate);
    if (candidate === undefined) return;
    if (this.#pc.remoteDescription === null) {
      if (this.#early.length < mostCandidates) this.#early.push(message);
      return;
    }
    try {
      await this.#pc.addIceCandidate({ candidate, sdpMid: message.mid });
    } catch {
      // Of an earlier ICE generation, or for a section that is not there; ICE lives on the others.
    }
  }

  #gathered({ candidate, sdpMid, usernameFragment }: RTCIceCandidate): void {
    const clean = candidate === "" ? "" : cleanCandidate(candidate);
    if (clean === undefined) return;
    const message = { kind: "candidate", candidate: clean, mid: sdpMid ?? "0" } as const;
    this.#found.push({ ufrag: usernameFragment, message });
    this.#options.send(message);
  }

  /**
   * Says a description, and after it all candidates found so far: the peer may have dropped those
   * that it heard before.
   */
  #sendLocal(): void {
    const local = this.#pc.localDescription;
    if (local === null || (local.type !== "offer" && local.type !== "answer")) return;
    const role = ownRole(this.#pc.currentLocalDescription, this.#pc.currentRemoteDescription);
    const sdp = cleanDescription(local.sdp);
    this.#options.send({
      kind: "description",
      type: local.type,
      sdp: local.type === "offer" && role !== undefined ? withRole(sdp, role) : sdp,
    });
    const own = ufragOf(sdp);
    this.#found = this.#found.filter(({ ufrag }) => ufrag === own);
    for (const { message } of this.#found) this.#options.send(message);
  }
}
