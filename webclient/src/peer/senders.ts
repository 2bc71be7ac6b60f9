// What one connection sends: a track on each line that the call has, within the budget for video.
import { limitVideo, type VideoBudget } from "./budget.ts";
import { kindOf, type Line, lineAt } from "./lines.ts";

/** What is not there is not sent. */
export type Tracks = Readonly<Partial<Record<Line, MediaStreamTrack | null>>>;

export class Senders {
  readonly #pc: RTCPeerConnection;
  readonly #senders = new Map<Line, RTCRtpSender>();
  #tracks: Tracks = {};
  #budget: VideoBudget | undefined;

  constructor(pc: RTCPeerConnection) {
    this.#pc = pc;
  }

  /** The offering side makes the transceivers. */
  addTransceivers(lines: readonly Line[]): void {
    for (const line of lines) this.#senders.set(line, this.#pc.addTransceiver(kindOf(line)).sender);
  }

  /** The answering side takes over those of the offer, so that both sides use one per line. */
  adoptTransceivers(): void {
    for (const [place, transceiver] of this.#pc.getTransceivers().entries()) {
      const line = lineAt(place, transceiver.receiver.track.kind);
      if (this.#senders.has(line)) continue;
      transceiver.direction = "sendrecv";
      this.#senders.set(line, transceiver.sender);
      this.#replaceTrack(transceiver.sender, line);
    }
    this.applyBudget();
  }

  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const [line, sender] of this.#senders) this.#replaceTrack(sender, line);
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

  #replaceTrack(sender: RTCRtpSender, line: Line): void {
    const track = this.#tracks[line] ?? null;
    if (sender.track === track) return;
    // Rejects only when the connection is closed meanwhile.
    sender.replaceTrack(track).catch(() => {});
  }
}
