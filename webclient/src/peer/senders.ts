// What one connection sends: a track of each kind that the call has, within the budget for it.
import { type Encoding, encodingOf, SenderLimit, type VideoAllowance } from "./budget.ts";

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

interface Sender {
  readonly sender: RTCRtpSender;
  readonly limit: SenderLimit;
}

export class Senders {
  readonly #pc: RTCPeerConnection;
  readonly #senders = new Map<string, Sender>();
  readonly #encodings = new Map<string, Encoding>();
  #tracks: Tracks = { audio: null, video: null };

  constructor(pc: RTCPeerConnection) {
    this.#pc = pc;
  }

  /** The offering side makes the transceivers. */
  addTransceiver(kind: "audio" | "video"): void {
    this.#take(kind, this.#pc.addTransceiver(kind).sender);
  }

  /** The answering side takes over those of the offer, so that both sides use one per kind. */
  adoptTransceivers(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const kind = transceiver.receiver.track.kind;
      if (this.#senders.has(kind)) continue;
      transceiver.direction = "sendrecv";
      this.#take(kind, transceiver.sender);
      this.#replaceTrack(transceiver.sender, kind);
    }
    this.applyBudget();
  }

  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const [kind, { sender }] of this.#senders) this.#replaceTrack(sender, kind);
  }

  setVideo(allowance: VideoAllowance): void {
    this.#setEncoding("video", encodingOf(allowance));
  }

  /** Bits per second. */
  setAudio(maxBitrate: number): void {
    this.#setEncoding("audio", { maxBitrate });
  }

  /**
   * Before the first negotiation, so that the encoder need not begin twice; and again after it for
   * Firefox, where a sender has nothing to limit before.
   */
  applyBudget(): void {
    for (const { limit } of this.#senders.values()) limit.apply();
  }

  /** Has the next picture be a whole one. */
  sendKeyFrame(): void {
    void this.#senders.get("video")?.limit.refresh();
  }

  #take(kind: string, sender: RTCRtpSender): void {
    const limit = new SenderLimit(sender);
    this.#senders.set(kind, { sender, limit });
    const encoding = this.#encodings.get(kind);
    if (encoding !== undefined) limit.set(encoding);
  }

  #setEncoding(kind: string, encoding: Encoding): void {
    this.#encodings.set(kind, encoding);
    this.#senders.get(kind)?.limit.set(encoding);
  }

  #replaceTrack(sender: RTCRtpSender, kind: string): void {
    const track = kind === "audio" ? this.#tracks.audio : this.#tracks.video;
    if (sender.track === track) return;
    // Rejects only when the connection is closed meanwhile.
    sender.replaceTrack(track).catch(() => {});
  }
}
