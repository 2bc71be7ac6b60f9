// The files that go between us and one peer (protocol, section 4.6).
import type { FileMessage } from "../net/filemessages.ts";
import { type FileOptions, patienceMs } from "./filerules.ts";
import { IncomingFiles } from "./incoming.ts";
import { OutgoingFiles } from "./outgoing.ts";

/** What the peer says and sends throws a ProtocolError if it breaks a rule. */
export class FileExchange {
  readonly incoming: IncomingFiles;
  readonly outgoing: OutgoingFiles;
  /** Until what was interrupted is given up. */
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FileOptions) {
    this.incoming = new IncomingFiles(options);
    this.outgoing = new OutgoingFiles(options);
  }

  receive(message: FileMessage): void {
    const { kind, id } = message;
    if (kind === "file") this.incoming.offered(message);
    else if (kind === "withdraw") this.incoming.withdrawn(id);
    else if (kind === "accept") this.outgoing.accepted(id, message.at);
    else if (kind === "decline") this.outgoing.declined(id);
    else this.outgoing.received(id);
  }

  /** Another connection takes the place of the one that they went over. */
  suspend(): void {
    clearTimeout(this.#patience);
    this.incoming.suspend();
    this.outgoing.suspend();
  }

  /** Their channel is closed; another connection may follow, if the peer is one that makes any. */
  lose(mayFollow: boolean): void {
    this.suspend();
    if (mayFollow) this.#patience = setTimeout(() => this.cutOff(), patienceMs);
    else this.cutOff();
  }

  /** There is a connection: ours are offered again, and so are the peer's. */
  resume(): void {
    clearTimeout(this.#patience);
    this.outgoing.resume();
    if (this.incoming.hasSuspended)
      this.#patience = setTimeout(() => this.incoming.cutOffSuspended(), patienceMs);
  }

  /** There is no way for them any more. */
  cutOff(): void {
    clearTimeout(this.#patience);
    this.incoming.cutOff();
    this.outgoing.cutOff();
  }
}
