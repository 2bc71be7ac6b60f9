// A peer connection (W3C WebRTC) without a network: the rules of its states are those of the
// browsers, and two of them in one process are connected as soon as each has applied what the other
// said, with a candidate each way.
import { AsyncResource } from "node:async_hooks";
import { FakeChannel } from "./channel.ts";
import { ufragOf } from "./description.ts";
import { announce, forget, matching } from "./ice.ts";
import { FakeCertificate, FakeTransceiver } from "./media.ts";
import { Signalling } from "./signalling.ts";

/**
 * From the description to the first candidate, in ms, and from the last thing that was missing to
 * the connection.
 */
const gatherMs = 5;
const connectMs = 10;
/** Until checks that find nobody are given up, and until a peer that went is missed. */
const checksMs = 15_000;
const missedMs = 3000;
const failedMs = 8000;

interface Configuration extends RTCConfiguration {
  readonly certificates?: RTCCertificate[];
}

export class FakePeerConnection extends EventTarget {
  /** Hears what a real browser would reject. */
  static onRefusal: (error: unknown) => void = () => {};

  static generateCertificate(): Promise<FakeCertificate> {
    return FakeCertificate.make();
  }

  connectionState: RTCPeerConnectionState = "new";
  /** Of whoever made it: with several people in one process, events are heard by its own. */
  readonly #scope = new AsyncResource("FakePeerConnection");
  readonly #certificate: FakeCertificate;
  readonly #signalling: Signalling;
  readonly #channels = new Map<number, FakeChannel>();
  #configuration: Configuration;
  #closed = false;
  #needed = false;
  #peer: FakePeerConnection | undefined;
  #operations: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(configuration: Configuration) {
    super();
    this.#configuration = configuration;
    const [certificate] = configuration.certificates ?? [];
    if (certificate === undefined) throw new TypeError("a connection without its certificate");
    this.#certificate = certificate as unknown as FakeCertificate;
    this.#signalling = new Signalling(this.#certificate);
  }

  get signalingState(): RTCSignalingState {
    return this.#closed ? "closed" : this.#signalling.state;
  }
  get localDescription() {
    return this.#signalling.text(this.#signalling.local);
  }
  get remoteDescription() {
    return this.#signalling.text(this.#signalling.remote);
  }
  get currentLocalDescription() {
    return this.#signalling.text(this.#signalling.currentLocal);
  }
  get currentRemoteDescription() {
    return this.#signalling.text(this.#signalling.currentRemote);
  }
  get localUfrag(): string | undefined {
    return this.#signalling.currentLocal?.ufrag;
  }
  get remoteUfrag(): string | undefined {
    return this.#signalling.currentRemote?.ufrag;
  }
  get hasRemoteCandidate(): boolean {
    return this.#signalling.remoteCandidates.has(this.remoteUfrag ?? "");
  }
  get sctp() {
    const peer = this.#peer === undefined ? undefined : this.#peer.#certificate.bytes;
    return { transport: { getRemoteCertificates: () => (peer === undefined ? [] : [peer]) } };
  }

  getConfiguration(): Configuration {
    return this.#configuration;
  }
  setConfiguration(configuration: Configuration): void {
    if (this.#closed) throw new DOMException("closed", "InvalidStateError");
    this.#configuration = configuration;
  }

  createDataChannel(_label: string, { negotiated, id }: RTCDataChannelInit): FakeChannel {
    if (!negotiated || id === undefined)
      throw new TypeError("all channels are negotiated out of band");
    const channel = new FakeChannel(id, (work) => this.#scope.runInAsyncScope(work));
    this.#channels.set(id, channel);
    this.#signalling.hasChannel = true;
    this.#askForNegotiation();
    return channel;
  }

  addTransceiver(kind: string): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind);
    this.#signalling.transceivers.push(transceiver);
    this.#askForNegotiation();
    return transceiver;
  }
  getTransceivers(): FakeTransceiver[] {
    return [...this.#signalling.transceivers];
  }

  restartIce(): void {
    this.#signalling.restart();
    this.#askForNegotiation();
  }

  setLocalDescription(): Promise<void> {
    return this.#operate(() => {
      const local = this.#signalling.setLocal();
      announce(local.ufrag, this);
      if (local.candidates.length === 0) this.#gather(local.ufrag);
      this.#settled();
    });
  }

  setRemoteDescription({ type, sdp = "" }: RTCSessionDescriptionInit): Promise<void> {
    return this.#operate(() => {
      const { sections } = this.#signalling.setRemote(type, sdp);
      const mids = new Set(sections.map(({ mid }) => mid));
      for (const transceiver of this.#signalling.transceivers) {
        const { mid, receiver } = transceiver;
        if (mid !== null && mids.has(mid))
          this.#dispatch("track", { track: receiver.track, transceiver });
      }
      this.#settled();
    });
  }

  addIceCandidate({ candidate = "" }: RTCIceCandidateInit): Promise<void> {
    return this.#operate(() => {
      this.#signalling.addCandidate(candidate);
      this.#check();
    });
  }

  async getStats(): Promise<Map<string, object>> {
    const pair = {
      type: "candidate-pair",
      localCandidateId: "l",
      remoteCandidateId: "r",
      currentRoundTripTime: 0.001,
    };
    const host = { candidateType: "host", protocol: "udp" };
    const all = new Map<string, object>([
      ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ]);
    if (this.#peer === undefined) return new Map();
    return all
      .set("p", pair)
      .set("l", { type: "local-candidate", ...host })
      .set("r", { type: "remote-candidate", ...host });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.connectionState = "closed";
    for (const channel of this.#channels.values()) channel.close();
    forget(this);
    const peer = this.#peer;
    this.#peer = undefined;
    if (peer !== undefined) setTimeout(() => peer.#miss(), connectMs);
  }

  // The operations chain: one after the other, and none after close. One that close() overtakes is
  // never settled.
  #operate(work: () => void): Promise<void> {
    if (this.#closed) return Promise.reject(new DOMException("closed", "InvalidStateError"));
    this.#pending++;
    const done = this.#operations.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#closed) return new Promise<void>(() => {});
      try {
        work();
      } catch (error) {
        this.#scope.runInAsyncScope(() => FakePeerConnection.onRefusal(error));
        throw error;
      } finally {
        this.#pending--;
      }
    });
    this.#operations = done.catch(() => {});
    return done;
  }

  #settled(): void {
    this.#dispatch("signalingstatechange", {});
    if (this.signalingState !== "stable") return;
    this.#needed = false;
    this.#askForNegotiation();
    const { connectionState } = this;
    if (connectionState === "new" || connectionState === "failed") {
      this.#become("connecting");
      this.#timer = setTimeout(
        () => this.connectionState === "connecting" && this.#become("failed"),
        checksMs,
      );
    }
    this.#check();
  }

  #askForNegotiation(): void {
    setImmediate(() => {
      if (this.#pending > 0) void this.#operations.then(() => this.#askForNegotiation());
      if (this.#closed || this.#needed || this.#pending > 0 || this.signalingState !== "stable")
        return;
      this.#needed = this.#signalling.needed;
      if (this.#needed) this.#dispatch("negotiationneeded", {});
    });
  }

  #gather(ufrag: string): void {
    const candidate = `candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host ufrag ${ufrag}`;
    const say = (candidate: string) => {
      const found = { candidate, sdpMid: "0", usernameFragment: ufrag };
      if (!this.#closed) this.#dispatch("icecandidate", { candidate: found });
    };
    setTimeout(() => {
      for (const one of [this.#signalling.pendingLocal, this.#signalling.currentLocal]) {
        if (one?.ufrag === ufrag && !one.candidates.some((old) => ufragOf(old) === ufrag))
          one.candidates.push(candidate);
      }
      say(candidate);
    }, gatherMs);
    setTimeout(() => say(""), 2 * gatherMs);
    setTimeout(
      () => this.#closed || this.#dispatch("icecandidate", { candidate: null }),
      2 * gatherMs,
    );
  }

  #check(): void {
    if (this.#peer !== undefined) return;
    const peer = matching(this);
    if (peer === undefined) return;
    setTimeout(() => {
      if (!this.#closed && !peer.#closed && matching(this) === peer) this.#meet(peer);
    }, connectMs);
  }

  #meet(peer: FakePeerConnection): void {
    if (this.#peer !== undefined || peer.#peer !== undefined) return;
    const checked = (one: FakePeerConnection, other: FakePeerConnection) =>
      one.#signalling.currentRemote?.fingerprint === other.#certificate.fingerprint;
    if (
      !checked(this, peer) ||
      !checked(peer, this) ||
      this.#signalling.role === peer.#signalling.role
    ) {
      for (const one of [this, peer]) one.#become("failed");
      return;
    }
    this.#peer = peer;
    peer.#peer = this;
    for (const one of [this, peer]) {
      clearTimeout(one.#timer);
      one.#become("connected");
    }
    for (const [id, channel] of this.#channels) {
      const other = peer.#channels.get(id);
      if (other === undefined) continue;
      channel.connect(other);
      other.connect(channel);
    }
  }

  #miss(): void {
    if (this.#closed) return;
    this.#peer = undefined;
    for (const channel of this.#channels.values()) channel.lose();
    this.#timer = setTimeout(() => {
      this.#become("disconnected");
      this.#timer = setTimeout(() => this.#become("failed"), failedMs);
    }, missedMs);
  }

  #become(state: RTCPeerConnectionState): void {
    if (this.#closed || this.connectionState === state) return;
    this.connectionState = state;
    this.#dispatch("connectionstatechange", {});
  }

  #dispatch(type: string, what: object): void {
    this.#scope.runInAsyncScope(() => this.dispatchEvent(Object.assign(new Event(type), what)));
  }
}
