// What one connection sends: a track of each kind that the call has, within the budget for video.
import { limitVideo, type VideoBudget } from "./budget.ts";

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export class Senders {
  readonly #pc: RTCPeerConnection;
  readonly #senders = new Map<string, RTCRtpSender>();
  #tracks: Tracks = { audio: null, video: null };
  #budget: VideoBudget | undefined;

  constructor(pc: RTCPeerConnection) {
    this.#pc = pc;
  }

  /** The offering side makes the transceivers. */
  addTransceiver(kind: "audio" | "video"): void {
    this.#senders.set(kind, this.#pc.addTransceiver(kind).sender);
  }

  /** The answering side takes over those of the offer, so that both sides use one per kind. */
  adoptTransceivers(): void {
    for (const transceiver of this.#pc.getTransceivers()) {
      const kind = transceiver.receiver.track.kind;
      if (this.#senders.has(kind)) continue;
      transceiver.direction = "sendrecv";
      this.#senders.set(kind, transceiver.sender);
      this.#replaceTrack(transceiver.sender, kind);
    }
    this.applyBudget();
  }

  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const [kind, sender] of this.#senders) this.#replaceTrack(sender, kind);
  }

  setBudget(budget: VideoBudget): void {
    if (budget === this.#budget) return;
    this.#budget = budget;
    this.applyBudget();
  }

  /**
   * Before the first negotiation, so that the encoder need not begin twice; and again after it for
   * Firefox, where a sender has nothing to limit before.
   */
  applyBudget(): void {
    const sender = this.#senders.get("video");
    if (sender !== undefined && this.#budget !== undefined) void limitVideo(sender, this.#budget);
  }

  #replaceTrack(sender: RTCRtpSender, kind: string): void {
    const track = kind === "audio" ? this.#tracks.audio : this.#tracks.video;
    if (sender.track === track) return;
    // Rejects only when the connection is closed meanwhile.
    sender.replaceTrack(track).catch(() => {});
  }
}
