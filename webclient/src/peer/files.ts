// The files that go between us and one peer (protocol, section 4.6).
import type { FileMessage } from "../net/protocol.ts";
import type { FileOptions } from "./filerules.ts";
import { IncomingFiles } from "./incoming.ts";
import { OutgoingFiles } from "./outgoing.ts";

/** What the peer says and sends throws a ProtocolError if it breaks a rule. */
export class FileExchange {
  readonly incoming: IncomingFiles;
  readonly outgoing: OutgoingFiles;

  constructor(options: FileOptions) {
    this.incoming = new IncomingFiles(options);
    this.outgoing = new OutgoingFiles(options);
  }

  receive(message: FileMessage): void {
    const { kind, id } = message;
    if (kind === "file") this.incoming.offered(message);
    else if (kind === "withdraw") this.incoming.withdrawn(id);
    else if (kind === "accept") this.outgoing.accepted(id);
    else if (kind === "decline") this.outgoing.declined(id);
    else this.outgoing.received(id);
  }

  /** There is no way for them any more. */
  cutOff(): void {
    this.incoming.cutOff();
    this.outgoing.cutOff();
  }
}
