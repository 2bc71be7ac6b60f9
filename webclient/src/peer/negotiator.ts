// Offers and answers of one RTCPeerConnection. One side makes all offers, so that none ever cross,
// and the roles of ICE stay: on who controls after a restart by the one who answered first browsers
// disagree (RFC 8445, section 7.3.1.1), and not all of them come out of the conflict.
import { CandidateGate, cleanCandidate, mostCandidates } from "./candidate.ts";
import type { MediaKind } from "./lines.ts";
import type { CandidateMessage, DescriptionMessage, Way } from "./negotiation.ts";
import {
  checkSections,
  cleanDescription,
  DescriptionError,
  fingerprintOf,
  ownRole,
  redundancyIn,
  ufragOf,
  withMusic,
  withRedundancy,
  withRole,
  withVoice,
} from "./sdp.ts";

/**
 * An offer is said again through the server if it has no answer after this long. A browser sends on
 * a new path before the other end has the answer, so that a packet of the answer that is lost may
 * never be said again: the other end has nowhere yet to acknowledge to.
 */
const unansweredMs = 1500;

export interface NegotiatorOptions {
  /** It is for this side to make offers; the other answers, and asks for a restart. */
  readonly offers: boolean;
  /** What the call has. */
  readonly media: readonly MediaKind[];
  /** On the way that was asked for; without one, or if that is closed, on the best. */
  send(message: DescriptionMessage | CandidateMessage, way: Way | undefined): void;
  /** What we send is no voice. */
  sendsMusic?(): boolean;
  /** Called after a remote offer was applied and before it is answered. */
  beforeAnswer(): void;
  /** An offer was answered. */
  agreed(isOurs: boolean): void;
  /** A description that must not be applied; the pair is to be given up. */
  refused(reason: DescriptionError): void;
}

export class Negotiator {
  /** The fingerprint of the peer, from the first description that was applied; it never changes. */
  remoteFingerprint: string | undefined;

  readonly #pc: RTCPeerConnection;
  readonly #options: NegotiatorOptions;
  #started = false;
  /** Of our own, those of the last few descriptions. */
  #found: { readonly ufrag: string | null; readonly message: CandidateMessage }[] = [];
  readonly #gate = new CandidateGate();
  /** Where the last description goes; its candidates follow it. */
  #way: Way | undefined;
  /** Where the next offer goes. */
  #next: Way | undefined;
  #unanswered: ReturnType<typeof setTimeout> | undefined;
  #early: CandidateMessage[] = [];
  #redundant = false;
  #queue: Promise<void> = Promise.resolve();

  constructor(pc: RTCPeerConnection, options: NegotiatorOptions) {
    this.#pc = pc;
    this.#options = options;
    pc.addEventListener("negotiationneeded", () => {
      if (this.#started && options.offers) void this.#makeOffer();
    });
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate !== null) this.#gathered(candidate);
    });
  }

  start(): void {
    this.#started = true;
    if (this.#options.offers) void this.#makeOffer();
  }

  /** Says the open offer once more. */
  repeat(way: Way | undefined): void {
    this.#sendOn(way);
  }

  /** Makes an offer of another generation. */
  restart(way: Way | undefined): void {
    this.#next = way;
    this.#pc.restartIce();
  }

  /** Both ends say each piece of a voice twice, if both can; an offer of ours has them do so. */
  setRedundancy(on: boolean): void {
    const { currentRemoteDescription: theirs, signalingState } = this.#pc;
    if (!this.#options.offers || on === this.#redundant || signalingState !== "stable") return;
    if (redundancyIn(theirs?.sdp ?? "") === undefined) return;
    this.#redundant = on;
    void this.#makeOffer();
  }

  close(): void {
    clearTimeout(this.#unanswered);
  }

  async #makeOffer(): Promise<void> {
    const way = this.#next;
    this.#way = way;
    this.#next = undefined;
    try {
      await this.#pc.setLocalDescription();
    } catch {
      return; // the connection was closed meanwhile
    }
    this.#sendOn(way);
    clearTimeout(this.#unanswered);
    this.#unanswered = setTimeout(() => {
      if (this.#pc.signalingState === "have-local-offer") this.#sendOn("server");
    }, unansweredMs);
  }

  /**
   * Messages are handled one after the other: a candidate never overtakes the description it
   * belongs to.
   */
  receive(message: DescriptionMessage | CandidateMessage, way: Way): void {
    this.#queue = this.#queue
      .then(() =>
        message.kind === "description" ? this.#description(message, way) : this.#candidate(message),
      )
      .catch((error: unknown) => {
        if (this.#pc.signalingState === "closed") return;
        const reason =
          error instanceof DescriptionError ? error : new DescriptionError(String(error));
        this.#options.refused(reason);
      });
  }

  async #description(message: DescriptionMessage, way: Way): Promise<void> {
    const pc = this.#pc;
    const sdp = cleanDescription(message.sdp);
    const fingerprint = fingerprintOf(sdp);
    checkSections(sdp, this.#options.media);
    if (fingerprint !== (this.remoteFingerprint ?? fingerprint))
      throw new DescriptionError("the fingerprint changed");
    if ((message.type === "offer") === this.#options.offers)
      throw new DescriptionError(`no ${message.type} was due`);
    // An answer that was said twice has nothing to answer.
    if (message.type === "answer" && pc.signalingState !== "have-local-offer") return;
    // What waited in a broken data channel comes after what was said through the server meanwhile.
    const ufrag = ufragOf(sdp);
    if (this.#gate.isOver(ufrag)) return;
    this.#gate.beginGeneration(ufrag);
    const applied = this.#options.sendsMusic?.() ? withMusic(sdp) : sdp;
    await pc.setRemoteDescription({ type: message.type, sdp: applied });
    this.remoteFingerprint = fingerprint;
    if (message.type === "offer") {
      this.#options.beforeAnswer();
      this.#way = way;
      await pc.setLocalDescription();
      this.#sendOn(way);
    }
    this.#options.agreed(message.type === "answer");
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) await this.#candidate(candidate);
  }

  async #candidate(message: CandidateMessage): Promise<void> {
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
    this.#options.send(message, this.#way);
  }

  /**
   * Says the local description, and after it all candidates found so far: the peer may have dropped those
   * that it heard before.
   */
  #sendOn(way: Way | undefined): void {
    const local = this.#pc.localDescription;
    if (local === null || (local.type !== "offer" && local.type !== "answer")) return;
    const role = ownRole(this.#pc.currentLocalDescription, this.#pc.currentRemoteDescription);
    const clean = withVoice(cleanDescription(local.sdp));
    const sdp = this.#redundant ? withRedundancy(clean) : clean;
    this.#way = way;
    const said = local.type === "offer" && role !== undefined ? withRole(sdp, role) : sdp;
    this.#options.send({ kind: "description", type: local.type, sdp: said }, way);
    const own = ufragOf(sdp);
    this.#found = this.#found.filter(({ ufrag }) => ufrag === own);
    for (const { message } of this.#found) this.#options.send(message, way);
  }
}
