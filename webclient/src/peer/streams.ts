// What comes from one peer: the person, and the screen that they share.
import { lineAt } from "./lines.ts";

export class Streams {
  /** The same objects for the whole life of the pair. */
  readonly person = new MediaStream();
  readonly screen = new MediaStream();

  /** Each track that comes on it. */
  addFrom(pc: RTCPeerConnection, onFirstPicture: () => void): void {
    pc.addEventListener("track", ({ track, transceiver }) => {
      const line = lineAt(pc.getTransceivers().indexOf(transceiver), track.kind);
      const ofPerson = line === "audio" || line === "video";
      (ofPerson ? this.person : this.screen).addTrack(track);
      if (line === "video") track.addEventListener("unmute", onFirstPicture, { once: true });
    });
  }

  clear(): void {
    for (const stream of [this.person, this.screen])
      for (const track of stream.getTracks()) stream.removeTrack(track);
  }
}
