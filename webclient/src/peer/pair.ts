// The connection of two peers: first a sealed path through the server, then directly (protocol,
// section 4.3).
import type { SafetyCode } from "../crypto/safety.ts";
import { decodePair } from "../net/decode.ts";
import { type DirectMessage, encode, type PairMessage } from "../net/protocol.ts";
import type { Encoding, VideoAllowance, VoiceBudget } from "./budget.ts";
import type { Connection } from "./connection.ts";
import { isDirect, isForSession, Program, violationOf } from "./direct.ts";
import type { ConnectionEvent, PathEvent, PeerEvent } from "./events.ts";
import type { FileLine } from "./fileline.ts";
import { FileExchange } from "./files.ts";
import { Held } from "./held.ts";
import type { LineStats } from "./linestats.ts";
import { isNegotiation, type NegotiationMessage, type Way } from "./negotiation.ts";
import { WantPace } from "./pace.ts";
import { PairDocs, readDoc } from "./pairdocs.ts";
import { type SafetyEvent, SafetyExchange } from "./safety.ts";
import type { SealedPath, SealedPathOptions } from "./sealed.ts";
import type { Tracks } from "./senders.ts";
import { ConnectionSlot, type StartOptions } from "./slot.ts";
import type { NetworkChange, PeerProgram, PeerState } from "./state.ts";
import type { ConnectionStats } from "./stats.ts";

export type { StartOptions };

export interface PairOptions extends Omit<SealedPathOptions, "needed" | "onEvent"> {
  /** It may have been there before: whoever has it asks for `needsPath` and gives its events. */
  readonly path: SealedPath;
  readonly audio: boolean;
  readonly video: boolean;
  readonly certificate: RTCCertificate;
  /** The hash of the client that this page is; undefined if it is not known. */
  readonly build: string | undefined;
  /** Asked again and again: the peer sends neither sound nor picture for now, as agreed. */
  expectsSilence?(): boolean;
  onEvent(event: PeerEvent): void;
}

export class Pair {
  /** Made soon after the data channel has opened; it then stays. */
  safety: SafetyCode | undefined;
  /** The peer has not done its part of the code in time. */
  withheld = false;
  readonly files: FileExchange;
  readonly docs = new PairDocs({
    channel: () => this.#connection.docs,
    refuse: (code) => this.#attack(code),
  });
  readonly #options: PairOptions;
  readonly #path: SealedPath;
  readonly #slot: ConnectionSlot;
  readonly #safety: SafetyExchange;
  #member = false;
  #closed = false;
  #wasAuthenticated: boolean;
  /** The data channel has been open. */
  #wasOpen = false;
  readonly #program: Program;
  /** Waits for a direct way. */
  readonly #held = new Held();
  readonly #wants = new WantPace();

  constructor(options: PairOptions) {
    this.#options = options;
    this.#program = new Program(options.build);
    this.#path = options.path;
    this.#wasAuthenticated = options.path.authenticatedAttempt !== "";
    this.#safety = new SafetyExchange({
      ...options.channelIds,
      isInitiator: options.isInitiator,
      attempt: () => this.#path.authenticatedAttempt,
      hash: (attempt) => this.#path.handshakeHash(attempt),
      fingerprints: () => this.#connection.fingerprints(),
      send: (message) => this.#sendDirect(message),
      onEvent: (event) => this.#onSafetyEvent(event),
    });
    this.files = new FileExchange({
      sendMessage: (message) => this.#sendDirect(message),
      waitForSpace: () => this.#connection.files.waitForSpace(),
      sendChunk: (chunk) => this.#connection.files.sendChunk(chunk),
      onProgress: (file) => options.onEvent({ kind: "file", file }),
    });
    this.#slot = new ConnectionSlot({
      offers: options.isInitiator,
      audio: options.audio,
      video: options.video,
      certificate: options.certificate,
      mayRenew: () => this.#wasOpen && this.#program.isBrowser,
      renewed: () => this.files.suspend(),
      expectsSilence: options.expectsSilence,
      onEvent: (event) => this.#onConnectionEvent(event),
    });
    if (options.path.isClosed) this.close();
  }

  /** What the peer says that it runs. */
  get program(): PeerProgram {
    return this.#program.name;
  }
  get stream(): MediaStream {
    return this.#slot.streams.person;
  }
  get screen(): MediaStream {
    return this.#slot.streams.screen;
  }
  get state(): PeerState {
    return this.#closed ? "failed" : this.#connection.state;
  }
  /** Texts reach the peer without the server at this moment. */
  get isLive(): boolean {
    return !this.#closed && this.#connection.isUsable;
  }
  /** Whether a restart, which renews both ends, is for us. With a native peer it always is. */
  get renews(): boolean {
    return this.isLive && (this.#options.isInitiator || !this.#program.isBrowser);
  }
  /** The data channel has been opened. */
  get direct(): boolean {
    return !this.#closed && this.#connection.isOpen;
  }

  /** Both sides are members: media may flow. */
  start(options: StartOptions): void {
    if (this.#member || this.#closed) return;
    this.#member = true;
    this.#slot.start(options);
  }

  configure(iceServers: RTCIceServer[], relayOnly: boolean): void {
    if (!this.#closed) this.#slot.configure(iceServers, relayOnly);
  }

  /** Looks for a new way, with the credentials of the last configure(). */
  restart(): void {
    if (this.#member && !this.#closed) this.#connection.restart();
  }

  /** Something has become of the network of this device. */
  noteNetwork(event: NetworkChange): void {
    if (this.#member && !this.#closed) this.#connection.noteNetwork(event);
  }

  /** What the peer is sent. */
  setBudget(video: VideoAllowance, voice: VoiceBudget, screen?: Encoding): void {
    if (!this.#closed) this.#slot.setBudget(video, voice, screen);
  }

  setTracks(tracks: Tracks): void {
    if (this.#member && !this.#closed) this.#slot.setTracks(tracks);
  }

  /**
   * Directly once there is a data channel, sealed through the server before; but what is not said
   * again after a loss waits for a way.
   */
  send(message: PairMessage): void {
    if (this.#closed) return;
    if (message.kind === "chat" && (this.#held.hasLines || !this.#connection.isUsable))
      this.#held.addLine(encode(message));
    else if (this.#connection.isOpen) this.#connection.send(encode(message));
    else if (!this.#wasOpen) this.#path.send(message);
  }

  readonly lineStats = (): Promise<LineStats> => this.#connection.lineStats();
  readonly stats = (): Promise<ConnectionStats> => this.#connection.stats();

  /** What the files to all peers share. */
  set fileLine(line: FileLine) {
    this.#slot.fileLine = line;
  }

  close(): void {
    this.#closed = true;
    this.#path.close();
    this.#held.close();
    this.#safety.close();
    this.#connection.close();
    this.files.cutOff();
  }

  get #connection(): Connection {
    return this.#slot.current;
  }

  /** The sealed path is worth being opened. */
  get needsPath(): boolean {
    return !this.isLive || this.#connection.isLost;
  }

  onPathEvent(event: PathEvent): void {
    if (event.kind === "attack") this.#attack(event.reason);
    else if (event.kind === "authenticated") this.#authenticated(event);
    else if (isDirect(event.message)) this.#attack("bad-message");
    else this.#receive(event.message, "server");
  }

  #authenticated(event: PathEvent): void {
    this.#options.onEvent(event);
    // What was said on the path before is lost.
    if (this.#wasAuthenticated && this.#member && this.needsPath) this.#connection.resume();
    this.#wasAuthenticated = true;
  }

  #onSafetyEvent(event: SafetyEvent): void {
    if (event.kind === "attack") {
      this.#attack(event.reason);
      return;
    }
    if (event.kind === "code") this.safety = event.code;
    this.withheld = event.kind === "withheld";
    this.#options.onEvent({ kind: "changed", state: this.state });
  }

  #onConnectionEvent(event: ConnectionEvent): void {
    if (event.kind === "negotiation") this.#sendNegotiation(event);
    else if (event.kind === "text") this.#receiveText(event.text);
    else if (event.kind === "chunk")
      this.#checkRules(() => this.files.incoming.takeChunk(event.data));
    else if (event.kind === "doc-data")
      this.#checkRules(() => this.#options.onEvent({ kind: "doc", ...readDoc(event.data) }));
    else if (event.kind === "files-closed") this.files.lose(this.#program.isBrowser);
    else if (event.kind === "channel-open") this.#greetPeer();
    else if (event.kind === "reachable") this.#releaseHeld();
    else if (event.kind === "attack") this.#attack(event.reason);
    else this.#options.onEvent(event);
  }

  // A native peer gives its path up when ICE restarts, and candidates that come on it would be
  // lost. Never on both ways: a channel keeps what it could not deliver until it is of yesterday.
  #sendNegotiation({ message, way }: { message: NegotiationMessage; way: Way | undefined }): void {
    const { isUsable, isLost } = this.#connection;
    const isAlive = way === "direct" || (way === undefined && !isLost);
    if (isUsable && isAlive && this.#program.isBrowser) this.#connection.send(encode(message));
    else this.#path.send(message);
  }

  /** What the two ends of a data channel say to each other first. */
  #greetPeer(): void {
    this.#wasOpen = true;
    this.#program.expectAgain();
    this.#path.channelOpened();
    const { build } = this.#options;
    this.#sendDirect({ kind: "build", client: "browser", ...(build !== undefined && { build }) });
    this.files.resume();
    this.#safety.beginExchange();
    this.#options.onEvent({ kind: "channel-open" });
    this.#releaseHeld();
  }

  #releaseHeld(): void {
    this.#held.releaseLines((line) => {
      if (this.isLive) this.#connection.send(line);
      return this.isLive;
    });
  }

  #sendDirect(message: DirectMessage): void {
    if (this.direct) this.#connection.send(encode(message));
  }

  #receiveDirect(message: DirectMessage): void {
    if (this.#closed) return;
    if (message.kind === "commit" || message.kind === "reveal") this.#safety.receive(message);
    else if (message.kind === "want" && !this.#wants.allows()) this.#attack("too much");
    else if (isForSession(message)) this.#options.onEvent({ kind: "message", message });
    else if (message.kind !== "build") this.files.receive(message);
    else if (this.#program.learn(message))
      this.#options.onEvent({ kind: "changed", state: this.state });
    else this.#attack("bad-message");
  }

  #receiveText(text: string): void {
    this.#checkRules(() => {
      const message = decodePair(text);
      if (isDirect(message)) this.#receiveDirect(message);
      else this.#receive(message, "direct");
    });
  }

  #checkRules(work: () => void): void {
    const code = this.#closed ? undefined : violationOf(work);
    if (code !== undefined) this.#attack(code);
  }

  #receive(message: PairMessage, way: Way): void {
    if (this.#closed) return;
    if (!isNegotiation(message)) this.#options.onEvent({ kind: "message", message });
    // Somebody who is not admitted has nothing to negotiate.
    else if (this.#member) this.#slot.receive(message, way);
  }

  #attack(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#options.onEvent({ kind: "attack", reason, late: this.#connection.wasConnected });
  }
}
