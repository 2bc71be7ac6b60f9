// What one connection sends: a track on each line that the call has, within the budget for it.
import { type Encoding, encodingOf, SenderLimit, type VideoAllowance } from "./budget.ts";
import { kindOf, type Line, lineAt } from "./lines.ts";

/** Bits per second: of what is shared, and of a microphone that is marked. */
const sharedBitrate = 64_000;
const musicBitrate = 128_000;

/** What is not there is not sent. */
export type Tracks = Readonly<Partial<Record<Line, MediaStreamTrack | null>>>;

interface Sender {
  readonly sender: RTCRtpSender;
  readonly limit: SenderLimit;
}

export class Senders {
  readonly #pc: RTCPeerConnection;
  readonly #senders = new Map<Line, Sender>();
  readonly #encodings = new Map<Line, Encoding>();
  #tracks: Tracks = {};
  #voice = 0;

  constructor(pc: RTCPeerConnection) {
    this.#pc = pc;
  }

  /** The offering side makes the transceivers. */
  addTransceivers(lines: readonly Line[]): void {
    for (const line of lines) this.#take(line, this.#pc.addTransceiver(kindOf(line)).sender);
  }

  /** The answering side takes over those of the offer, so that both sides use one per line. */
  adoptTransceivers(): void {
    for (const [place, transceiver] of this.#pc.getTransceivers().entries()) {
      const line = lineAt(place, transceiver.receiver.track.kind);
      if (this.#senders.has(line)) continue;
      transceiver.direction = "sendrecv";
      this.#replaceTrack(line, this.#take(line, transceiver.sender));
    }
    this.applyBudget();
  }

  /** The microphone's track is marked so. */
  get sendsMusic(): boolean {
    return this.#tracks.audio?.contentHint === "music";
  }

  setTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    if (this.#voice > 0) this.setAudio(this.#voice);
    for (const [line, sender] of this.#senders) this.#replaceTrack(line, sender);
  }

  setVideo(allowance: VideoAllowance): void {
    this.#setEncoding("video", encodingOf(allowance));
  }

  /** Bits per second of a voice; music takes its own. */
  setAudio(voice: number): void {
    this.#voice = voice;
    this.#setEncoding("audio", { maxBitrate: this.sendsMusic ? musicBitrate : voice });
  }

  /** Of what is shared; its sound may be music. */
  setScreen(encoding: Encoding): void {
    this.#setEncoding("screen", encoding);
    this.#setEncoding("screenAudio", { maxBitrate: sharedBitrate });
  }

  /**
   * Of a picture before the first negotiation, so that the encoder need not begin twice; and again
   * after it for sound, and for Firefox, where a sender has nothing to limit before.
   */
  applyBudget(): void {
    for (const { limit } of this.#senders.values()) limit.apply();
  }

  /** Has the next picture of each kind be a whole one. */
  sendKeyFrames(): void {
    for (const line of ["video", "screen"] as const) void this.#senders.get(line)?.limit.refresh();
  }

  #take(line: Line, sender: RTCRtpSender): Sender {
    const isVideo = kindOf(line) === "video";
    const limit = new SenderLimit(sender, () => isVideo || this.#isElastic(sender));
    const taken = { sender, limit };
    this.#senders.set(line, taken);
    const encoding = this.#encodings.get(line);
    if (encoding !== undefined) limit.set(encoding);
    return taken;
  }

  /**
   * G.711, which a telephone speaks, has one rate: Chromium refuses an answer with it if a lower one
   * was set before.
   */
  #isElastic(sender: RTCRtpSender): boolean {
    if (this.#pc.currentRemoteDescription === null) return false;
    return !sender.getParameters().codecs?.[0]?.mimeType.startsWith("audio/PCM");
  }

  #setEncoding(line: Line, encoding: Encoding): void {
    this.#encodings.set(line, encoding);
    this.#senders.get(line)?.limit.set(encoding);
  }

  #replaceTrack(line: Line, { sender, limit }: Sender): void {
    const track = this.#tracks[line] ?? null;
    if (sender.track === track) return;
    // Rejects only when the connection is closed meanwhile.
    sender.replaceTrack(track).catch(() => {});
    if (kindOf(line) === "video") limit.setIdle(track === null);
  }
}
