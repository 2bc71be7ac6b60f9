// A film of the presenter's own device. It goes to the others as a shared screen does, so nothing
// is said of it on the channel (protocol, section 4.16).
import { signal } from "@preact/signals-core";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part } from "../part.ts";

export class FilmPart implements Part {
  /** The call is over: nothing plays any more. */
  readonly over = signal(false);

  receive(): never {
    throw new ProtocolError("unknown-kind", "film");
  }

  peerReady(): void {}

  peerGone(): void {}

  stop(): void {
    this.over.value = true;
  }
}
