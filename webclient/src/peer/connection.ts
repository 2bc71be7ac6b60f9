// One RTCPeerConnection to one peer: media both ways, and the data channel that carries the pair's
// messages once DTLS is up.
//
// It may be made before the peer is admitted ("warm"): certificate and transceivers are ready,
// nothing is gathered and nothing sent until start().

import { type Bytes, utf8 } from "../crypto/bytes.ts";
import type { Encoding, VideoAllowance } from "./budget.ts";
import type { ConnectionEvent } from "./events.ts";
import { FileChannel } from "./filechannel.ts";
import { linesFor } from "./lines.ts";
import { type LineStats, lineStats } from "./linestats.ts";
import type { NegotiationMessage, Way } from "./negotiation.ts";
import { Negotiator } from "./negotiator.ts";
import { Pace } from "./pace.ts";
import { fingerprintBytes, fingerprintOf, fingerprintOfCertificate } from "./sdp.ts";
import { Senders, type Tracks } from "./senders.ts";
import { periodMs, Silence } from "./silence.ts";
import type { PeerState } from "./state.ts";
import { type ConnectionStats, connectionStats, packetsReceived } from "./stats.ts";
import { Streams } from "./streams.ts";
import { RelayWatch } from "./unrelayed.ts";

/**
 * How long "disconnected" may last before a person is told; ICE usually recovers on its own (RFC
 * 8445 section 8).
 */
const quietDisconnectMs = 1500;
/** A failed connection is tried again this often. */
const retryMs = 4000;
/**
 * One that does not come about is tried anew over fresh candidates after this time; a slow network
 * needs less.
 */
const stuckMs = 8000;

/** Both sides may notice the same loss, and a peer may ask as often as it likes. */
const restartPauseMs = 1000;

export interface ConnectionOptions {
  /** It is for this side to make offers. */
  readonly offers: boolean;
  readonly audio: boolean;
  readonly video: boolean;
  readonly certificate: RTCCertificate;
  onEvent(event: ConnectionEvent): void;
}

export class Connection {
  readonly streams: Streams;
  readonly files: FileChannel;
  state: PeerState = "connecting";

  readonly #options: ConnectionOptions;
  readonly #pc: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #negotiator: Negotiator;
  readonly #pace = new Pace();
  readonly #relay: RelayWatch;
  readonly #senders: Senders;
  #started = false;
  #restartedAt = Number.NEGATIVE_INFINITY;
  #wasConnected = false;
  #saidUnrelayed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #silence = new Silence();
  readonly #listener: ReturnType<typeof setInterval>;

  constructor(options: ConnectionOptions) {
    const { onEvent } = options;
    this.#options = options;
    const pc = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      certificates: [options.certificate],
    });
    this.#pc = pc;
    this.#relay = new RelayWatch(pc);
    this.#senders = new Senders(pc);
    this.#channel = pc.createDataChannel("einmal", { negotiated: true, id: 0 });
    this.#channel.addEventListener("open", () => onEvent({ kind: "channel-open" }));
    this.#channel.addEventListener("message", ({ data }) => this.#receiveText(String(data)));
    // Ours are negotiated; who opens another wants something else.
    pc.addEventListener("datachannel", () => this.#reportAttack("another data channel"));
    this.files = new FileChannel(pc, {
      chunk: (data) => onEvent({ kind: "chunk", data }),
      closed: () => onEvent({ kind: "files-closed" }),
      relayed: async () => (await this.stats().catch(() => undefined))?.route === "relay",
    });
    const media = (["audio", "video"] as const).filter((kind) => options[kind]);
    this.#negotiator = new Negotiator(pc, {
      offers: options.offers,
      media,
      send: (message, way) => onEvent({ kind: "negotiation", message, way }),
      sendsMusic: () => this.#senders.sendsMusic,
      beforeAnswer: () => this.#senders.adoptTransceivers(),
      refused: (reason) => this.#reportAttack(reason.message),
    });
    if (options.offers) this.#senders.addTransceivers(linesFor(media));
    this.streams = new Streams(pc, () => onEvent({ kind: "first-picture" }));
    pc.addEventListener("connectionstatechange", () => this.#followState());
    pc.addEventListener("icegatheringstatechange", () => this.#followGathering());
    this.#listener = setInterval(() => void this.#listen(), periodMs);
  }

  /** Begins to gather and to send. */
  start(config: { iceServers: RTCIceServer[]; relayOnly: boolean; tracks: Tracks }): void {
    this.configure(config.iceServers, config.relayOnly);
    this.#senders.setTracks(config.tracks);
    this.#started = true;
    this.#negotiator.start();
  }

  /** Renewed relay credentials count from the next ICE restart on. */
  configure(iceServers: RTCIceServer[], relayOnly: boolean): void {
    const iceTransportPolicy = relayOnly ? "relay" : "all";
    this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers, iceTransportPolicy });
  }

  /** Only after start(). */
  receive(message: NegotiationMessage, way: Way): void {
    if (message.kind !== "restart") this.#negotiator.receive(message, way);
    else if (!this.#options.offers) this.#reportAttack("it is for the peer to restart");
    else if (performance.now() - this.#restartedAt >= restartPauseMs) this.restart();
  }

  /** There has been a way to the peer: media may have flowed. */
  get wasConnected(): boolean {
    return this.#wasConnected;
  }

  /** Looks for a new way, or repeats what may have been lost, or asks the peer to. */
  restart(): void {
    if (!this.#started || this.#pc.signalingState === "closed") return;
    if (!this.#options.offers) {
      // Before there was a way, the peer says its offer again by itself.
      if (this.#wasConnected)
        this.#options.onEvent({
          kind: "negotiation",
          message: { kind: "restart" },
          way: undefined,
        });
      return;
    }
    this.#restartedAt = performance.now();
    // An answer does not say which offer it answers: while one is open, the same is said again,
    // with all candidates found so far.
    if (this.#pc.signalingState === "have-local-offer") this.#negotiator.repeat();
    else this.#pc.restartIce();
  }

  setTracks(tracks: Tracks): void {
    this.#senders.setTracks(tracks);
  }

  setBudget(video: VideoAllowance, audio: number, screen?: Encoding): void {
    this.#senders.setVideo(video);
    this.#senders.setAudio(audio);
    if (screen !== undefined) this.#senders.setScreen(screen);
  }

  /** A peer that has sent steadily is not heard: what is said directly may never be answered. */
  get isSilent(): boolean {
    return this.#silence.lasts;
  }

  /** True while texts reach the peer directly, as far as the browser knows. */
  get isUsable(): boolean {
    return this.#channel.readyState === "open" && this.#pc.connectionState === "connected";
  }

  /** True once the data channel is open, also while its path is broken: texts then wait in it. */
  get isOpen(): boolean {
    return this.#channel.readyState === "open";
  }

  send(text: string): void {
    this.#channel.send(text);
  }

  /**
   * Of the two certificates in use, once the data channel has opened: the browser ended DTLS with
   * any other than the announced one.
   */
  fingerprints(): { own: Bytes; peer: Bytes } {
    const { certificate } = this.#options;
    // Firefox before 138 does not tell; there it stands in our own description.
    const own = certificate.getFingerprints
      ? certificate.getFingerprints().find(({ algorithm }) => algorithm === "sha-256")?.value
      : fingerprintOf(this.#pc.localDescription?.sdp ?? "");
    return {
      own: fingerprintBytes(own ?? ""),
      peer: fingerprintBytes(this.#negotiator.remoteFingerprint ?? ""),
    };
  }

  readonly lineStats = (): Promise<LineStats> => lineStats(this.#pc);
  readonly stats = (): Promise<ConnectionStats> => connectionStats(this.#pc);

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#listener);
    this.#negotiator.close();
    this.#pc.close();
    this.streams.clear();
  }

  // Counted before anything is made of it. What was under way when a peer was cut off comes
  // nevertheless, and is nothing.
  #receiveText(text: string): void {
    if (this.#pc.signalingState === "closed") return;
    if (this.#pace.allows(utf8(text).length)) this.#options.onEvent({ kind: "text", text });
    else this.#reportAttack("too much");
  }

  #reportAttack(reason: string): void {
    this.#options.onEvent({ kind: "attack", reason });
  }

  #followState(): void {
    clearTimeout(this.#timer);
    switch (this.#pc.connectionState) {
      case "connected":
        this.#wasConnected = true;
        this.#saidUnrelayed = false;
        this.#become("connected");
        this.#options.onEvent({ kind: "reachable" });
        this.#senders.applyBudget();
        void this.#compareCertificate();
        break;
      case "disconnected":
        this.#timer = setTimeout(() => this.#become("reconnecting"), quietDisconnectMs);
        break;
      case "failed":
        this.#become(this.#wasConnected ? "reconnecting" : "failed");
        this.#keepRetrying(retryMs);
        break;
      case "connecting":
        this.#timer = setTimeout(() => this.#keepRetrying(stuckMs), stuckMs);
        break;
    }
  }

  // Without a single candidate Chromium does not begin to connect, and so would never fail.
  #followGathering(): void {
    const { iceGatheringState, connectionState } = this.#pc;
    if (
      iceGatheringState !== "complete" ||
      connectionState !== "new" ||
      this.#relay.reason === undefined
    )
      return;
    this.#timer ??= setTimeout(() => this.#keepRetrying(stuckMs), stuckMs);
  }

  // A restart by the browser's own word takes care of itself.
  async #listen(): Promise<void> {
    if (this.#pc.connectionState !== "connected") return;
    const count = await packetsReceived(this.#pc).catch(() => undefined);
    if (count !== undefined && this.#silence.sample(count, performance.now())) this.restart();
  }

  #keepRetrying(pauseMs: number): void {
    this.#explain();
    this.restart();
    this.#timer = setTimeout(() => this.#keepRetrying(pauseMs), pauseMs);
  }

  // A network that is away for a moment is no reason to advise anything, so that of a broken path
  // only what the relay says counts.
  #explain(): void {
    const { reason: why } = this.#relay;
    if (why === undefined || this.#saidUnrelayed || (why === "no-relay" && this.#wasConnected))
      return;
    this.#saidUnrelayed = true;
    this.#options.onEvent({ kind: "unrelayed", why });
  }

  #become(state: PeerState): void {
    if (this.state === state) return;
    this.state = state;
    this.#options.onEvent({ kind: "changed", state });
  }

  // The browser has compared the certificate with the description it was given (RFC 8827 section
  // 6.5); this compares it with the one that we let through.
  async #compareCertificate(): Promise<void> {
    const transport = this.#pc.sctp?.transport;
    // Firefox before 153 does not show the certificate.
    if (typeof transport?.getRemoteCertificates !== "function") return;
    const [certificate] = transport.getRemoteCertificates();
    if (certificate === undefined) return;
    if ((await fingerprintOfCertificate(certificate)) !== this.#negotiator.remoteFingerprint) {
      this.#reportAttack("the connection's certificate is not the announced one");
    }
  }
}
