// Creating a room: one socket, one message, one answer.
import { toBase64url } from "../crypto/bytes.ts";
import { prove } from "../crypto/work.ts";
import type { CreateMessage } from "./protocol.ts";
import { SignalSocket } from "./socket.ts";

const patienceMs = 10_000;

/** A creation that did not work; `code` is one of the protocol's, "server-unreachable" or "create-too-many". */
export class CreateError extends Error {
  override readonly name = "CreateError";
  readonly code: string;
  constructor(code: string) {
    super(`the room was not created: ${code}`);
    this.code = code;
  }
}

/**
 * Resolves to the expiry of the room once it is on the server's disk. `create` makes the signed message; the proof of work is
 * added here if the server asks for one, and `working` is called before it is begun.
 */
export function createOnServer(
  url: string,
  create: (nonce: Uint8Array) => Promise<CreateMessage>,
  working: () => void,
): Promise<Date> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (outcome: () => void) => {
      clearTimeout(timer);
      over.abort();
      socket.close();
      outcome();
    };
    const fail = (code: string) => end(() => reject(new CreateError(code)));
    const wait = () => setTimeout(() => fail("server-unreachable"), patienceMs);
    let timer = wait();
    const answer = async (nonce: Uint8Array, bits: number | undefined) => {
      const message = await create(nonce);
      if (bits === undefined) return message;
      clearTimeout(timer); // the work is ours; a server that goes meanwhile closes the socket
      working();
      const proof = toBase64url(await prove(nonce, message.room, bits, over.signal));
      if (!over.signal.aborted) timer = wait();
      return { ...message, proof };
    };
    const socket = new SignalSocket({
      url,
      answer,
      message: (message) => {
        if (message.kind === "created") end(() => resolve(new Date(message.expires * 1000)));
      },
      frame: () => {},
      // A second try would sign a room that the first may have made: better to say that the server is away.
      lost: (code) => fail(code === undefined ? "server-unreachable" : `create-${code}`),
      found: () => {},
      closed: fail,
    });
  });
}
