// One RTCPeerConnection to one peer: media both ways, and the data channel that carries the pair's
// messages once DTLS is up.
//
// It may be made before the peer is admitted ("warm"): certificate and transceivers are ready,
// nothing is gathered and nothing sent until start().

import { type Bytes, utf8 } from "../crypto/bytes.ts";
import type { Encoding, VideoAllowance, VoiceBudget } from "./budget.ts";
import { DocChannel } from "./docchannel.ts";
import type { ConnectionEvent, DeadEvent } from "./events.ts";
import { FileChannel } from "./filechannel.ts";
import { KeyFramePace } from "./keyframe.ts";
import { linesFor } from "./lines.ts";
import { type LineStats, lineStats } from "./linestats.ts";
import type { NegotiationMessage, Way } from "./negotiation.ts";
import { Negotiator } from "./negotiator.ts";
import { Pace } from "./pace.ts";
import { PathWatch } from "./pathwatch.ts";
import { fingerprintBytes, fingerprintOf, fingerprintOfCertificate } from "./sdp.ts";
import { Senders, type Tracks } from "./senders.ts";
import type { NetworkChange, PeerState } from "./state.ts";
import { type ConnectionStats, connectionStats } from "./stats.ts";
import type { Streams } from "./streams.ts";
import { RelayWatch } from "./unrelayed.ts";

/** What holds for all connections of a pair. */
export interface Before {
  /** There has been a way to the peer: media may have flowed. */
  readonly wasConnected: boolean;
  readonly remoteFingerprint: string | undefined;
}

export interface ConnectionOptions {
  /** It is for this side to make offers. */
  readonly offers: boolean;
  readonly audio: boolean;
  readonly video: boolean;
  readonly certificate: RTCCertificate;
  /** Hold the peer's tracks. */
  readonly streams: Streams;
  /** Of the one in whose place this is. */
  readonly before: Before | undefined;
  expectsSilence?: (() => boolean) | undefined;
  onEvent(event: ConnectionEvent | DeadEvent): void;
}

export class Connection implements Before {
  readonly files: FileChannel;
  readonly docs: DocChannel;

  readonly #options: ConnectionOptions;
  readonly #pc: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #negotiator: Negotiator;
  readonly #pace = new Pace();
  readonly #relay: RelayWatch;
  readonly #senders: Senders;
  #started = false;
  readonly #watch: PathWatch;
  readonly #keyFrames = new KeyFramePace();
  #saidUnrelayed = false;

  constructor(options: ConnectionOptions) {
    const { before, onEvent, streams } = options;
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
    this.#channel.addEventListener("close", () => onEvent({ kind: "channel-closed" }));
    this.#channel.addEventListener("message", ({ data }) => this.#receiveText(String(data)));
    // Ours are negotiated; who opens another wants something else.
    pc.addEventListener("datachannel", () => this.#reportAttack("another data channel"));
    this.files = new FileChannel(pc, {
      chunk: (data) => onEvent({ kind: "chunk", data }),
      closed: () => onEvent({ kind: "files-closed" }),
      relayed: async () => (await this.stats().catch(() => undefined))?.route === "relay",
    });
    const media = (["audio", "video"] as const).filter((kind) => options[kind]);
    this.docs = new DocChannel(pc, {
      opened: () => onEvent({ kind: "doc-open" }),
      message: (data) => onEvent({ kind: "doc-data", data }),
      flooded: () => this.#reportAttack("too much"),
    });
    this.#negotiator = new Negotiator(pc, {
      offers: options.offers,
      media,
      send: (message, way) => onEvent({ kind: "negotiation", message, way }),
      sendsMusic: () => this.#senders.sendsMusic,
      beforeAnswer: () => this.#senders.adoptTransceivers(),
      agreed: (isOurs) => this.#watch.noteAgreed(isOurs),
      refused: (reason) => this.#reportAttack(reason.message),
    });
    this.#negotiator.remoteFingerprint = before?.remoteFingerprint;
    if (options.offers) this.#senders.addTransceivers(linesFor(media));
    streams.addFrom(pc, () => onEvent({ kind: "first-picture" }));
    pc.addEventListener("icegatheringstatechange", () => this.#followGathering());
    this.#watch = new PathWatch(pc, before?.wasConnected ?? false, {
      restart: () => this.#lookForWay(),
      became: (state) => onEvent({ kind: "changed", state }),
      connected: () => this.#connected(),
      doubtful: () => onEvent({ kind: "doubtful" }),
      found: () => this.#found(),
      dead: () => onEvent({ kind: "dead" }),
      expectsSilence: () => options.expectsSilence?.() ?? false,
    });
  }

  get state(): PeerState {
    return this.#watch.state;
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
    this.#watch.noteReturn();
  }

  /** Only after start(). */
  receive(message: NegotiationMessage, way: Way): void {
    if (message.kind !== "restart") this.#negotiator.receive(message, way);
    else if (!this.#options.offers) this.#reportAttack("it is for the peer to restart");
    // Who asks through the server may not hear what is said directly.
    else if (this.#watch.mayFollow()) this.restart(way === "server" ? way : undefined);
  }

  get remoteFingerprint(): string | undefined {
    return this.#negotiator.remoteFingerprint;
  }

  get wasConnected(): boolean {
    return this.#watch.wasConnected || (this.#options.before?.wasConnected ?? false);
  }

  /** Looks for a new way, or repeats what may have been lost, or asks the peer to. */
  restart(way?: Way): void {
    if (!this.#started || this.#pc.signalingState === "closed") return;
    if (!this.#options.offers) {
      // Before there was a way, the peer says its offer again by itself.
      if (this.wasConnected)
        this.#options.onEvent({
          kind: "negotiation",
          message: { kind: "restart" },
          way: undefined,
        });
      return;
    }
    // An answer does not say which offer it answers: while one is open, the same is said again,
    // with all candidates found so far.
    if (this.#pc.signalingState === "have-local-offer") this.#negotiator.repeat(way);
    else {
      this.#watch.noteOffered();
      this.#negotiator.restart(way);
    }
  }

  /** The path through the server has opened again: what was said on it before may be lost. */
  resume(): void {
    const { offers } = this.#options;
    if (!this.wasConnected || !offers || this.#pc.signalingState === "have-local-offer") {
      if (offers || this.isLost) this.restart();
    } else this.#watch.noteReturn();
  }

  /** Something has become of the network of this device. */
  noteNetwork(event: NetworkChange): void {
    this.#watch.noteNetwork(event);
  }

  setTracks(tracks: Tracks): void {
    this.#senders.setTracks(tracks);
  }

  setBudget(video: VideoAllowance, voice: VoiceBudget, screen?: Encoding): void {
    this.#senders.setVideo(video);
    this.#senders.setAudio(voice.bitrate);
    this.#negotiator.setRedundancy(voice.redundant && !this.#senders.sendsMusic);
    if (screen !== undefined) this.#senders.setScreen(screen);
  }

  /** There was a way, and what is known speaks against it: nothing that matters goes on it. */
  get isLost(): boolean {
    return this.#watch.isLost;
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
    this.#watch.close();
    this.#negotiator.close();
    this.docs.close();
    this.#pc.close();
    this.#options.streams.clear();
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

  #found(): void {
    this.#options.onEvent({ kind: "reachable" });
    if (this.#keyFrames.take(performance.now())) this.#senders.sendKeyFrames();
  }

  #connected(): void {
    this.#keyFrames.noteConnected(performance.now());
    this.#saidUnrelayed = false;
    this.#options.onEvent({ kind: "reachable" });
    this.#senders.applyBudget();
    void this.#compareCertificate();
  }

  // Without a single candidate Chromium does not begin to connect, and so would never fail.
  #followGathering(): void {
    const { iceGatheringState, connectionState } = this.#pc;
    const isDone = iceGatheringState === "complete" && connectionState === "new";
    if (isDone && this.#relay.reason !== undefined) this.#watch.noteStuck();
  }

  #lookForWay(): void {
    if (this.#pc.connectionState !== "connected") this.#explain();
    this.restart();
  }

  // A network that is away for a moment is no reason to advise anything, so that of a broken path
  // only what the relay says counts.
  #explain(): void {
    const { reason: why } = this.#relay;
    if (why === undefined || this.#saidUnrelayed || (why === "no-relay" && this.wasConnected))
      return;
    this.#saidUnrelayed = true;
    this.#options.onEvent({ kind: "unrelayed", why });
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
