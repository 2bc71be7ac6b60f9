// What people make together, as one pair carries it (protocol, section 4.12): a message is the kind
// in its first byte, and what its part makes of the rest.
import type { Bytes } from "../crypto/bytes.ts";
import { ProtocolError } from "../net/protocol.ts";
import type { DocChannel } from "./docchannel.ts";

/** Of a whole message, in bytes. */
export const largestDoc = 16 * 1024;
/** The kinds that the parts share; each has sixteen. */
const [firstKind, lastKind] = [0x10, 0x8f];

export interface PairDocsOptions {
  /** Of this moment: a pair may get another connection. */
  channel(): DocChannel;
  /** Cuts the peer off, with the alarm. */
  refuse(code: string): void;
}

export class PairDocs {
  readonly #options: PairDocsOptions;

  constructor(options: PairDocsOptions) {
    this.#options = options;
  }

  /** False if it is not sent: there is no channel, or too much waits for it. */
  sendMessage(kind: number, payload: Bytes): boolean {
    const message = new Uint8Array(1 + payload.length);
    if (message.length > largestDoc) throw new RangeError("a message that nobody takes");
    message[0] = kind;
    message.set(payload, 1);
    return this.#options.channel().sendMessage(message);
  }

  /** The peer has broken a rule of a part. */
  refuse(code: string): void {
    this.#options.refuse(code);
  }
}

/** Throws a ProtocolError for what is no message. */
export function readDoc(data: unknown): { readonly of: number; readonly payload: Bytes } {
  if (!(data instanceof ArrayBuffer)) throw new ProtocolError("bad-message", "text");
  const [of = 0] = new Uint8Array(data);
  if (data.byteLength > largestDoc || of < firstKind || of > lastKind)
    throw new ProtocolError("bad-message", "a kind of no part, or too long");
  return { of, payload: new Uint8Array(data, 1) };
}
